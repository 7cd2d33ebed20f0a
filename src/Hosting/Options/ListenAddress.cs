using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ServerlessSip.Ports;

namespace ServerlessSip.Hosting.Options;

/// <summary>One entry of <c>Sip:Listen</c>; port 0 takes any free port.</summary>
internal sealed record ListenAddress(SipTransport Transport, IPEndPoint EndPoint)
{
    public const string Expected =
        "a comma list of udp:address:port or tcp:address:port, IPv6 in brackets (tls, ws and wss come later)";

    public bool IsWildcard => EndPoint.Address.Equals(IPAddress.Any) || EndPoint.Address.Equals(IPAddress.IPv6Any);

    public bool IsIPv6 => EndPoint.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>E.g. <c>udp:127.0.0.1:5060</c>, as configuration has it.</summary>
    public override string ToString() => $"{TransportName(Transport)}:{EndPoint}";

    public static string TransportName(SipTransport transport) => transport.ToString().ToLowerInvariant();

    public static bool TryParse(string text, out ListenAddress value)
    {
        value = null!;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return false;
        var transport = text[..colon].ToLowerInvariant() switch
        {
            "udp" => SipTransport.Udp,
            "tcp" => SipTransport.Tcp,
            _ => SipTransport.None,
        };
        if (transport == SipTransport.None || !TryParseEndPoint(text[(colon + 1)..], out var endPoint)) return false;
        value = new ListenAddress(transport, endPoint);
        return true;
    }

    private static bool TryParseEndPoint(string text, out IPEndPoint endPoint)
    {
        endPoint = null!;
        var colon = text.LastIndexOf(':');
        if (colon < 1) return false;
        var host = text[..colon];
        if (!ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return false;
        var bracketed = host is ['[', .., ']'];
        if (!IPAddress.TryParse(bracketed ? host[1..^1] : host, out var address)) return false;
        var isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        // "1" and "127.1" are addresses to IPAddress, but a slip of the pen here.
        if (bracketed != isIPv6 || (!isIPv6 && host.Split('.').Length != 4)) return false;
        endPoint = new IPEndPoint(address, port);
        return true;
    }
}
