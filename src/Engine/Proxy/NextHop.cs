using System.Net;
using System.Net.Sockets;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>Where a URI leads (RFC 3263): a hop at once for an address, a name to resolve, or nowhere.</summary>
/// <param name="Hop">Null while the name is not resolved, and for nowhere.</param>
/// <param name="Name">The host name to resolve; null when there is none to resolve.</param>
internal readonly record struct NextHop(Hop? Hop, string? Name, int Port, SipTransport Transport)
{
    public bool IsNowhere => Hop is null && Name is null;

    /// <param name="relay">The relay that would send, and the listener that is preferred.</param>
    public static NextHop For(SipUri uri, string relay, int listener, EngineSettings settings)
    {
        var transport = TransportOf(uri);
        var port = uri.Port != 0 ? uri.Port : transport is SipTransport.Tls or SipTransport.Wss ? 5061 : 5060;
        if (uri.Scheme is not (SipScheme.Sip or SipScheme.Sips) || transport == SipTransport.None) return default;
        if (!TryAddress(uri, out var address))
            return uri.Host.EndsWith(".invalid"u8) ? default : new NextHop(null, uri.HostText, port, transport);
        return new NextHop(
            To(new IPEndPoint(address, port), transport, relay, listener, settings), null, port, transport);
    }

    /// <summary>
    /// The hop to an address; null when no listener speaks that transport and family, or the address is no peer's.
    /// </summary>
    public static Hop? To(
        IPEndPoint address, SipTransport transport, string relay, int preferred, EngineSettings settings)
    {
        if (!IsUnicast(address.Address)) return null;
        var listener = ListenerFor(transport, address.AddressFamily, preferred, settings);
        return listener < 0 ? null : new Hop
        {
            Relay = relay,
            Address = address,
            Transport = transport,
            Listener = listener,
        };
    }

    private static int ListenerFor(
        SipTransport transport, AddressFamily family, int preferred, EngineSettings settings)
    {
        var listeners = settings.Listeners;
        if ((uint)preferred < (uint)listeners.Length && Fits(listeners[preferred])) return preferred;
        for (var i = 0; i < listeners.Length; i++)
            if (Fits(listeners[i])) return i;
        return -1;

        bool Fits(ListenerAddress l) =>
            l.Transport == transport && l.IsIPv6 == (family == AddressFamily.InterNetworkV6);
    }

    private static SipTransport TransportOf(SipUri uri)
    {
        if (!uri.TryGetParameter("transport"u8, out var value) || value.IsEmpty)
            return uri.Scheme == SipScheme.Sips ? SipTransport.Tls : SipTransport.Udp;
        if (System.Text.Ascii.EqualsIgnoreCase(value, "udp"u8)) return SipTransport.Udp;
        if (System.Text.Ascii.EqualsIgnoreCase(value, "tcp"u8))
            return uri.Scheme == SipScheme.Sips ? SipTransport.Tls : SipTransport.Tcp;
        if (System.Text.Ascii.EqualsIgnoreCase(value, "tls"u8)) return SipTransport.Tls;
        if (System.Text.Ascii.EqualsIgnoreCase(value, "ws"u8)) return SipTransport.Ws;
        return System.Text.Ascii.EqualsIgnoreCase(value, "wss"u8) ? SipTransport.Wss : SipTransport.None;
    }

    /// <summary>Whether the host is an address; four numbers for IPv4, so that a name of digits stays a name.</summary>
    public static bool TryAddress(SipUri uri, out IPAddress address)
    {
        address = IPAddress.None;
        var host = uri.Host;
        if (!uri.HostIsIPv6 && (host.IsEmpty || !char.IsAsciiDigit((char)host[^1]) || host.Count((byte)'.') != 3))
            return false;
        if (!IPAddress.TryParse(host, out var parsed)) return false;
        address = parsed;
        return true;
    }

    /// <summary>Nothing is ever sent to a broadcast, multicast or unspecified address.</summary>
    private static bool IsUnicast(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return !address.IsIPv6Multicast && !address.Equals(IPAddress.IPv6Any);
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return bytes[0] is not 0 and < 224;
    }
}
