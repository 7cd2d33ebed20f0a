using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Registrar;

/// <summary>Whether a contact can be reached but by the flow that registered it.</summary>
internal static class ReachedByFlow
{
    public static bool Is(SipUri contact, SipMessage register, Flow flow)
    {
        // RFC 3327 §5.4: a Path says by itself how the contact is reached.
        if (register.TryGet(HeaderName.Path, out _)) return false;
        // A phone behind a stream listens on no port that its contact names; RFC 5626, RFC 7118 §5.
        if (flow.Transport != SipTransport.Udp) return true;
        var host = contact.HostText;
        if (host.EndsWith(".invalid", StringComparison.Ordinal)) return true;
        if (!IPAddress.TryParse(host, out var named)) return false;
        var source = Plain(flow.Remote.Address);
        if (Plain(named).Equals(source)) return false;
        return IsLocal(Plain(named)) || IsTranslated(register.TopVia, source);
    }

    /// <summary>RFC 3581 §4: the sender took another address for its own than the one it was seen with.</summary>
    private static bool IsTranslated(Via? via, IPAddress source) =>
        via is not null
        && IPAddress.TryParse(Encoding.UTF8.GetString(via.Host), out var sentBy)
        && !Plain(sentBy).Equals(source);

    /// <summary>Loopback, link-local, RFC 1918, RFC 6598 (shared by carriers) and RFC 4193: addresses that mean nothing elsewhere.</summary>
    private static bool IsLocal(IPAddress address)
    {
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily != AddressFamily.InterNetwork)
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal;
        Span<byte> b = stackalloc byte[4];
        address.TryWriteBytes(b, out _);
        return (b[0], b[1]) switch
        {
            (10, _) or (192, 168) or (169, 254) => true,
            (172, var second) => second is >= 16 and <= 31,
            (100, var second) => second is >= 64 and <= 127,
            _ => false,
        };
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
