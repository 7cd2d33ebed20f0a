using System.Net;
using System.Net.Sockets;
using ServerlessSip.Hosting.Options;
using ServerlessSip.Ports;

namespace ServerlessSip.Hosting.Addresses;

/// <summary>
/// Turns port 0 into a port before anything starts, since the port is written into every Via and Record-Route; and
/// finds a port in use while the key it came from is still known.
/// </summary>
internal static class FreePort
{
    private const string Key = "Sip:Listen";

    /// <summary>The address with a port that could be bound a moment ago.</summary>
    public static ListenAddress Resolve(ListenAddress wanted)
    {
        try
        {
            return wanted with { EndPoint = Bind(wanted) };
        }
        catch (SocketException e)
        {
            throw new StartRefusedException(
                new OptionError(Key, wanted.ToString(), Expected(e.SocketErrorCode, wanted)));
        }
    }

    private static string Expected(SocketError error, ListenAddress wanted) => error switch
    {
        SocketError.AddressAlreadyInUse => $"a free port: port {wanted.EndPoint.Port} is in use",
        SocketError.AddressNotAvailable => "an address of this machine",
        SocketError.AccessDenied => $"a port that this user may open: port {wanted.EndPoint.Port} is refused",
        _ => $"an address that can be listened on ({error})",
    };

    private static IPEndPoint Bind(ListenAddress wanted)
    {
        var isUdp = wanted.Transport == SipTransport.Udp;
        using var socket = new Socket(
            wanted.EndPoint.AddressFamily,
            isUdp ? SocketType.Dgram : SocketType.Stream,
            isUdp ? ProtocolType.Udp : ProtocolType.Tcp);
        socket.Bind(wanted.EndPoint);
        if (!isUdp) socket.Listen();
        return (IPEndPoint)socket.LocalEndPoint!;
    }
}
