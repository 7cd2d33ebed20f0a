using System.Text;

namespace ServerlessSip.Sip.Auth;

/// <summary>
/// The value of a WWW-Authenticate or Proxy-Authenticate header with the scheme Digest (RFC 7616 §3.3, RFC 8760).
/// </summary>
public sealed record DigestChallenge
{
    public required string Realm { get; init; }

    /// <summary>As written between its quotes.</summary>
    public required string Nonce { get; init; }

    /// <summary>None for one that is not known.</summary>
    public required DigestAlgorithm Algorithm { get; init; }

    /// <summary>The nonce was too old or of another use; the password need not be asked for again.</summary>
    public bool Stale { get; init; }

    /// <summary>Whether <c>qop=auth</c> is offered. We always do (RFC 8760 §2.6 item 8).</summary>
    public bool OffersAuth { get; init; } = true;

    /// <summary>
    /// The header's value. The algorithm is always written: it tells several challenges apart (RFC 8760 §2.3).
    /// </summary>
    public string Write()
    {
        var realm = QuotedString.Escape(Realm);
        var text = $"Digest realm=\"{realm}\", nonce=\"{Nonce}\", qop=\"auth\", algorithm={Algorithm.Token()}";
        return Stale ? text + ", stale=TRUE" : text;
    }

    /// <summary>
    /// False when it is not Digest, is against the grammar, or has no realm or nonce. For phones and trunks.
    /// </summary>
    public static bool TryParse(ReadOnlyMemory<byte> header, out DigestChallenge? challenge)
    {
        challenge = null;
        if (!AuthParameters.TryStart(header, out var parameters)) return false;
        string? realm = null, nonce = null;
        var (algorithm, stale, auth) = (DigestAlgorithm.Md5, false, false);
        while (parameters.MoveNext())
        {
            var value = parameters.Value.Span;
            if (Ascii.EqualsIgnoreCase(parameters.Name, "realm"u8)) realm = QuotedString.Unescape(value);
            else if (Ascii.EqualsIgnoreCase(parameters.Name, "nonce"u8)) nonce = Encoding.UTF8.GetString(value);
            else if (Ascii.EqualsIgnoreCase(parameters.Name, "algorithm"u8))
                algorithm = DigestAlgorithmExtensions.FromToken(value);
            else if (Ascii.EqualsIgnoreCase(parameters.Name, "stale"u8))
                stale = Ascii.EqualsIgnoreCase(value, "true"u8);
            else if (Ascii.EqualsIgnoreCase(parameters.Name, "qop"u8)) auth = Offers(value);
        }

        if (!parameters.IsWellFormed || realm is null || nonce is null) return false;
        challenge = new DigestChallenge
        {
            Realm = realm,
            Nonce = nonce,
            Algorithm = algorithm,
            Stale = stale,
            OffersAuth = auth,
        };
        return true;
    }

    private static bool Offers(ReadOnlySpan<byte> qops)
    {
        foreach (var range in qops.Split((byte)','))
            if (Ascii.EqualsIgnoreCase(qops[range].Trim(" \t"u8), "auth"u8)) return true;
        return false;
    }
}
