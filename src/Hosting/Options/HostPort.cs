using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ServerlessSip.Hosting.Options;

/// <summary>A name or address, IPv6 in brackets, with a port; port 0 stands for the listener's own.</summary>
internal sealed record HostPort(string Host, int Port)
{
    public const string Expected = "host:port that phones can reach, e.g. 192.0.2.10:5060 or [2001:db8::1]:5060";

    public override string ToString() => $"{Host}:{Port}";

    public static bool TryParse(string text, out HostPort? value)
    {
        value = null;
        var colon = text.LastIndexOf(':');
        var bare = colon < 0 || text.EndsWith(']');
        var host = bare ? text : text[..colon];
        var port = 0;
        if (!bare && !TryParsePort(text[(colon + 1)..], out port)) return false;
        if (!IsHost(host) || IsWildcard(host)) return false;
        value = new HostPort(host.ToLowerInvariant(), port);
        return true;
    }

    /// <summary>A domain name (RFC 1123), an IPv4 address or an IPv6 address in brackets.</summary>
    public static bool IsHost(string host)
    {
        if (host is ['[', .., ']'])
            return IPAddress.TryParse(host[1..^1], out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6;
        return host.Length is > 0 and <= 253 && host.Split('.').All(IsLabel);
    }

    private static bool IsWildcard(string host) => host is "0.0.0.0" or "[::]";

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63
        && label.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')
        && label[0] != '-' && label[^1] != '-';

    private static bool TryParsePort(string text, out int port)
    {
        var good = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        port = value;
        return good && value > 0;
    }
}
