using System.Globalization;
using System.Text;

namespace ServerlessSip.Sip.Auth;

/// <summary>
/// The value of an Authorization or Proxy-Authorization header with the scheme Digest (RFC 7616 §3.4, RFC 8760).
/// </summary>
public sealed record DigestCredentials
{
    /// <summary>Escapes resolved.</summary>
    public required string Username { get; init; }

    /// <summary>Escapes resolved.</summary>
    public required string Realm { get; init; }

    /// <summary>As written between its quotes, as are the other values: that is what was hashed.</summary>
    public ReadOnlyMemory<byte> Nonce { get; init; }
    public ReadOnlyMemory<byte> Uri { get; init; }

    /// <summary>32 or 64 hexadecimal digits, not checked here.</summary>
    public ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>None for one that is not known; MD5 when none was written.</summary>
    public DigestAlgorithm Algorithm { get; init; }

    /// <summary>As written; empty in the form of RFC 2069, which has neither cnonce nor nc.</summary>
    public ReadOnlyMemory<byte> Qop { get; init; }
    public ReadOnlyMemory<byte> Cnonce { get; init; }

    /// <summary>As written, up to 8 hexadecimal digits.</summary>
    public ReadOnlyMemory<byte> NonceCountText { get; init; }

    /// <summary>The number of <see cref="NonceCountText"/>; 0 when there is none.</summary>
    public uint NonceCount { get; init; }

    /// <summary>
    /// False when it is not Digest, is against the grammar, has a parameter twice or lacks a mandatory one.
    /// </summary>
    public static bool TryParse(ReadOnlyMemory<byte> header, out DigestCredentials? credentials)
    {
        credentials = null;
        if (!AuthParameters.TryStart(header, out var parameters)) return false;
        var values = new ReadOnlyMemory<byte>?[Names.Length];
        while (parameters.MoveNext())
        {
            var index = IndexOf(parameters.Name);
            if (index < 0) continue;
            if (values[index] is not null) return false;
            values[index] = parameters.Value;
        }

        if (!parameters.IsWellFormed) return false;
        for (var i = 0; i < MandatoryNames; i++)
            if (values[i] is null) return false;
        return TryMake(values, out credentials);
    }

    /// <summary>The header's value; for phones and trunks.</summary>
    public string Write()
    {
        var text = new StringBuilder("Digest username=\"").Append(QuotedString.Escape(Username))
            .Append("\", realm=\"").Append(QuotedString.Escape(Realm))
            .Append("\", nonce=\"").Append(Utf8(Nonce))
            .Append("\", uri=\"").Append(Utf8(Uri))
            .Append("\", response=\"").Append(Utf8(Response))
            .Append("\", algorithm=").Append(Algorithm.Token());
        if (!Qop.IsEmpty)
        {
            text.Append(", qop=").Append(Utf8(Qop)).Append(", cnonce=\"").Append(Utf8(Cnonce))
                .Append("\", nc=").Append(Utf8(NonceCountText));
        }

        return text.ToString();
    }

    /// <summary>A password hash is never here, but what proves one is not for logs either.</summary>
    public override string ToString() => $"DigestCredentials {{ Username = {Username}, Realm = {Realm} }}";

    private const int MandatoryNames = 5;
    private static readonly string[] Names =
        ["username", "realm", "nonce", "uri", "response", "algorithm", "qop", "cnonce", "nc"];

    private static bool TryMake(ReadOnlyMemory<byte>?[] values, out DigestCredentials? credentials)
    {
        credentials = null;
        var countText = values[8] ?? default;
        uint count = 0;
        const NumberStyles Hex = NumberStyles.AllowHexSpecifier;
        if (!countText.IsEmpty
            && (countText.Length > 8
                || !uint.TryParse(countText.Span, Hex, CultureInfo.InvariantCulture, out count)))
        {
            return false;
        }

        credentials = new DigestCredentials
        {
            Username = QuotedString.Unescape(values[0]!.Value.Span),
            Realm = QuotedString.Unescape(values[1]!.Value.Span),
            Nonce = values[2]!.Value,
            Uri = values[3]!.Value,
            Response = values[4]!.Value,
            Algorithm = DigestAlgorithmExtensions.FromToken((values[5] ?? default).Span),
            Qop = values[6] ?? default,
            Cnonce = values[7] ?? default,
            NonceCountText = countText,
            NonceCount = count,
        };
        return true;
    }

    private static int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < Names.Length; i++)
            if (Ascii.EqualsIgnoreCase(name, Names[i])) return i;
        return -1;
    }

    private static string Utf8(ReadOnlyMemory<byte> text) => Encoding.UTF8.GetString(text.Span);
}
