using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>Which headers a comma divides (RFC 3261 §7.3.1) and which may occur once only.</summary>
internal static class ListHeaders
{
    /// <summary>
    /// Headers that a message may have once (RFC 3261 §7.3.1, §8.1.1). Content-Length may repeat itself.
    /// </summary>
    public static readonly ulong Single = Bits(
        HeaderName.From, HeaderName.To, HeaderName.CallId, HeaderName.CSeq, HeaderName.MaxForwards);

    private static readonly ulong s_whole = Single | Bits(
        HeaderName.ContentLength, HeaderName.ContentType, HeaderName.Expires, HeaderName.MinExpires,
        HeaderName.Authorization, HeaderName.ProxyAuthorization, HeaderName.WwwAuthenticate,
        HeaderName.ProxyAuthenticate, HeaderName.AuthenticationInfo, HeaderName.RetryAfter, HeaderName.Event,
        HeaderName.SubscriptionState, HeaderName.UserAgent, HeaderName.Server, HeaderName.Date,
        HeaderName.Timestamp, HeaderName.RAck, HeaderName.RSeq, HeaderName.ReferTo, HeaderName.ReferredBy,
        HeaderName.Replaces, HeaderName.SipETag, HeaderName.SipIfMatch, HeaderName.SessionExpires,
        HeaderName.MinSE, HeaderName.Subject, HeaderName.Organization, HeaderName.MaxBreadth,
        HeaderName.ContentDisposition, HeaderName.Privacy, HeaderName.Identity, HeaderName.MimeVersion);

    public static bool IsList(HeaderName name) => (s_whole & HeaderIndex.Bit(name)) == 0;

    private static ulong Bits(params ReadOnlySpan<HeaderName> names)
    {
        var bits = 0UL;
        foreach (var name in names) bits |= HeaderIndex.Bit(name);
        return bits;
    }
}
