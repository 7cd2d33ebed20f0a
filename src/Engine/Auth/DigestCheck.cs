using System.Collections.Immutable;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Auth;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Auth;

/// <summary>Judges the digest credentials of a request (RFC 3261 §22, RFC 7616, RFC 8760).</summary>
public static class DigestCheck
{
    // Hashed against when there is no such user, so that the time an answer takes does not tell which users there are.
    private static readonly string NoHash = new('0', DigestAlgorithmExtensions.MaxHexLength);

    /// <summary>
    /// The lower-cased user name claimed in credentials for our realm, its domain removed; null for none.
    /// </summary>
    /// <param name="proxy">Proxy-Authorization instead of Authorization.</param>
    public static string? User(SipMessage request, bool proxy, in Env env) =>
        Find(request, proxy, env) is { } given ? UserOf(given.Username, env.Settings.Domains) : null;

    /// <summary>
    /// Judges the credentials. Match the transaction first: a repeated request is not to be counted again.
    /// </summary>
    /// <param name="credentials">Of the user that <see cref="User"/> named; null when there is none.</param>
    /// <param name="nonces">The nonces already used with this actor (Env.Self).</param>
    public static DigestOutcome Check(
        SipMessage request, bool proxy, UserCredentials? credentials, ImmutableArray<NonceUse> nonces, in Env env)
    {
        var given = Find(request, proxy, env);
        if (given is null) return new DigestOutcome(DigestVerdict.NoCredentials, null, nonces);
        var user = UserOf(given.Username, env.Settings.Domains);
        if (!IsRight(given, user, credentials, request.MethodText))
            return new DigestOutcome(DigestVerdict.Wrong, user, nonces);
        // RFC 7616 §3.3: stale is said only when the password was right.
        if (!Nonce.TryRead(given.Nonce.Span, env.Self, env.Settings.Keys, out var madeAt)
            || !Nonce.IsFresh(madeAt, env))
            return new DigestOutcome(DigestVerdict.Stale, user, nonces);
        // Without a qop nothing is counted: a nonce is good once.
        var count = given.Qop.IsEmpty ? 1 : given.NonceCount;
        var verdict = NonceWindow.Take(nonces, Encoding.ASCII.GetString(given.Nonce.Span), count, env, out var next);
        return new DigestOutcome(verdict, user, next);
    }

    /// <summary>
    /// Whether a proven user may speak for an address: it is one of ours with that user name. Else the caller answers
    /// 403.
    /// </summary>
    public static bool Owns(string user, NameAddr address, DomainSet domains) =>
        AddressOfRecord.TryCanonicalize(address.Uri, domains, out var aor)
        && string.Equals(AddressOfRecord.User(aor), user, StringComparison.Ordinal);

    /// <summary>
    /// RFC 3261 §22.1: a request may carry credentials for several realms, RFC 8760 §2.4: for several algorithms.
    /// </summary>
    private static DigestCredentials? Find(SipMessage request, bool proxy, in Env env)
    {
        var name = proxy ? HeaderName.ProxyAuthorization : HeaderName.Authorization;
        for (var i = 0; i < request.HeaderCount; i++)
        {
            var field = request.Header(i);
            if (field.Name != name || !DigestCredentials.TryParse(field.Value, out var given)) continue;
            // RFC 8760 §2.7: before the first challenge a client may send credentials with empty values.
            if (given!.Nonce.IsEmpty || given.Response.IsEmpty) continue;
            // An algorithm that we do not offer is no way around those that we do.
            if (given.Realm == env.Settings.Domains.Primary && env.Settings.DigestAlgorithms.Contains(given.Algorithm))
                return given;
        }

        return null;
    }

    /// <summary>
    /// The uri parameter may differ from the Request-URI (RFC 8760 §2.6 item 6): what was hashed is what counts.
    /// </summary>
    private static bool IsRight(
        DigestCredentials given, string user, UserCredentials? credentials, ReadOnlySpan<byte> method)
    {
        var hash = credentials is not null && credentials.User == user
            ? credentials.HashFor(given.Algorithm, given.Username)
            : null;
        var matches = DigestResponse.Verify(given, hash ?? NoHash, method);
        return matches && hash is not null && HasOfferedForm(given);
    }

    /// <summary>RFC 7616 §3.4: with <c>qop=auth</c>, which is all that we offer, cnonce and nc are mandatory.</summary>
    private static bool HasOfferedForm(DigestCredentials given) =>
        given.Qop.IsEmpty
        || (Ascii.EqualsIgnoreCase(given.Qop.Span, "auth"u8) && given.NonceCount > 0 && !given.Cnonce.IsEmpty);

    private static string UserOf(string username, DomainSet domains)
    {
        var at = username.LastIndexOf('@');
        var user = at > 0 && domains.IsDomain(username[(at + 1)..]) ? username[..at] : username;
        return user.ToLowerInvariant();
    }
}
