using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>Finds a header's name from its text, by one look into a table and one comparison.</summary>
internal static class HeaderNames
{
    private const int TableSize = 256;
    private static readonly byte[][] s_texts = MakeTexts();
    private static readonly byte[] s_table = MakeTable();

    /// <summary>The long form as it is written; empty for Other.</summary>
    public static ReadOnlySpan<byte> Text(HeaderName name) => s_texts[(int)name];

    public static HeaderName Find(ReadOnlySpan<byte> text)
    {
        if (text.Length <= 1) return text.IsEmpty ? HeaderName.Other : FindCompact(text[0]);
        for (var slot = Hash(text); s_table[slot] != 0; slot = (slot + 1) % TableSize)
        {
            if (Ascii.EqualsIgnoreCase(text, s_texts[s_table[slot]])) return (HeaderName)s_table[slot];
        }

        return HeaderName.Other;
    }

    private static HeaderName FindCompact(byte letter) => (byte)(letter | 0x20) switch
    {
        (byte)'v' => HeaderName.Via,
        (byte)'f' => HeaderName.From,
        (byte)'t' => HeaderName.To,
        (byte)'i' => HeaderName.CallId,
        (byte)'m' => HeaderName.Contact,
        (byte)'l' => HeaderName.ContentLength,
        (byte)'c' => HeaderName.ContentType,
        (byte)'k' => HeaderName.Supported,
        (byte)'o' => HeaderName.Event,
        (byte)'u' => HeaderName.AllowEvents,
        (byte)'r' => HeaderName.ReferTo,
        (byte)'b' => HeaderName.ReferredBy,
        (byte)'x' => HeaderName.SessionExpires,
        (byte)'s' => HeaderName.Subject,
        (byte)'e' => HeaderName.ContentEncoding,
        (byte)'y' => HeaderName.Identity,
        _ => HeaderName.Other,
    };

    private static int Hash(ReadOnlySpan<byte> text) =>
        ((text.Length * 7) + (Lower(text[0]) * 31) + (Lower(text[^1]) * 13) + (Lower(text[text.Length / 2]) * 3))
        % TableSize;

    private static int Lower(byte letter) => letter | 0x20;

    private static byte[][] MakeTexts() =>
        Enum.GetValues<HeaderName>().Select(name => Encoding.ASCII.GetBytes(Spell(name))).ToArray();

    private static byte[] MakeTable()
    {
        var table = new byte[TableSize];
        for (var name = 1; name < s_texts.Length; name++)
        {
            var slot = Hash(s_texts[name]);
            while (table[slot] != 0) slot = (slot + 1) % TableSize;
            table[slot] = (byte)name;
        }

        return table;
    }

    private static string Spell(HeaderName name) => name switch
    {
        HeaderName.Via => "Via",
        HeaderName.From => "From",
        HeaderName.To => "To",
        HeaderName.CallId => "Call-ID",
        HeaderName.CSeq => "CSeq",
        HeaderName.MaxForwards => "Max-Forwards",
        HeaderName.Contact => "Contact",
        HeaderName.Route => "Route",
        HeaderName.RecordRoute => "Record-Route",
        HeaderName.ContentLength => "Content-Length",
        HeaderName.ContentType => "Content-Type",
        HeaderName.Expires => "Expires",
        HeaderName.MinExpires => "Min-Expires",
        HeaderName.Authorization => "Authorization",
        HeaderName.ProxyAuthorization => "Proxy-Authorization",
        HeaderName.WwwAuthenticate => "WWW-Authenticate",
        HeaderName.ProxyAuthenticate => "Proxy-Authenticate",
        HeaderName.Require => "Require",
        HeaderName.ProxyRequire => "Proxy-Require",
        HeaderName.Supported => "Supported",
        HeaderName.Unsupported => "Unsupported",
        HeaderName.Path => "Path",
        HeaderName.ServiceRoute => "Service-Route",
        HeaderName.Reason => "Reason",
        HeaderName.RetryAfter => "Retry-After",
        HeaderName.Event => "Event",
        HeaderName.SubscriptionState => "Subscription-State",
        HeaderName.Allow => "Allow",
        HeaderName.AllowEvents => "Allow-Events",
        HeaderName.Accept => "Accept",
        HeaderName.UserAgent => "User-Agent",
        HeaderName.Server => "Server",
        HeaderName.Date => "Date",
        HeaderName.Timestamp => "Timestamp",
        HeaderName.RAck => "RAck",
        HeaderName.RSeq => "RSeq",
        HeaderName.ReferTo => "Refer-To",
        HeaderName.ReferredBy => "Referred-By",
        HeaderName.Replaces => "Replaces",
        HeaderName.SipETag => "SIP-ETag",
        HeaderName.SipIfMatch => "SIP-If-Match",
        HeaderName.SessionExpires => "Session-Expires",
        HeaderName.MinSE => "Min-SE",
        HeaderName.Warning => "Warning",
        HeaderName.Subject => "Subject",
        HeaderName.Organization => "Organization",
        HeaderName.MaxBreadth => "Max-Breadth",
        HeaderName.ContentEncoding => "Content-Encoding",
        HeaderName.ContentDisposition => "Content-Disposition",
        HeaderName.AuthenticationInfo => "Authentication-Info",
        HeaderName.PAssertedIdentity => "P-Asserted-Identity",
        HeaderName.PPreferredIdentity => "P-Preferred-Identity",
        HeaderName.Privacy => "Privacy",
        HeaderName.Identity => "Identity",
        HeaderName.MimeVersion => "MIME-Version",
        _ => "",
    };
}
