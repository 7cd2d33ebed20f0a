using System.Text;
using System.Text.RegularExpressions;
using ServerlessSip.Sip.Auth;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Local.Recording;

/// <summary>A message as it may be kept: without credentials, passwords in URIs, and its body.</summary>
internal static partial class RecordedText
{
    private static readonly string[] s_secret =
    [
        "Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate", "Authentication-Info",
        "Proxy-Authentication-Info", "Identity", "y", "Cookie",
    ];

    public static string Of(SipMessage message)
    {
        // A body may hold what two people write, or the keys of their media.
        var head = message.Bytes.Length - message.Body.Length;
        var kept = new StringBuilder();
        var start = 0;
        for (var i = 0; i < message.HeaderCount; i++)
        {
            var field = message.Header(i);
            if (field.Name != HeaderName.ContentLength && !IsSecret(Encoding.UTF8.GetString(field.NameText.Span)))
                continue;
            kept.Append(Encoding.UTF8.GetString(message.Bytes.Span[start..field.Offset]));
            start = field.Offset + field.Length;
        }
        kept.Append(Encoding.UTF8.GetString(message.Bytes.Span[start..head]));
        return Password().Replace(kept.ToString(), "$1@");
    }

    /// <summary>The user whom a request's credentials name; null when it has none.</summary>
    public static string? User(SipMessage message)
    {
        if (!message.IsRequest) return null;
        foreach (var name in (HeaderName[])[HeaderName.ProxyAuthorization, HeaderName.Authorization])
            if (message.TryGet(name, out var value) && DigestCredentials.TryParse(value, out var credentials))
                return credentials!.Username;
        return null;
    }

    private static bool IsSecret(string name) =>
        s_secret.Contains(name, StringComparer.OrdinalIgnoreCase)
        || name.EndsWith("-Credentials", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("-Token", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(sips?:[^\s:@<>;]+):[^\s@<>]*@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Password();
}
