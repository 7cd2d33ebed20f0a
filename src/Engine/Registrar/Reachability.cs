using System.Net;
using System.Net.Sockets;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Registrar;

/// <summary>Whether a peer can be reached at its Contact, or only over the flow it came by.</summary>
internal static class Reachability
{
    /// <summary>
    /// True for a stream, for a Contact in <c>.invalid</c>, and for UDP when the Contact is a private address that is
    /// not the source's and the Via shows a translation on the way; false when the Contact says where to send.
    /// </summary>
    public static bool ByFlow(SipUri contact, Via? via, Flow flow)
    {
        if (flow.Transport != SipTransport.Udp || contact.Host.EndsWith(".invalid"u8)) return true;
        if (!IPAddress.TryParse(contact.HostText, out var address)) return false;
        address = Plain(address);
        return !address.Equals(Plain(flow.Remote.Address)) && (IsPrivate(address) || IsTranslated(via, flow));
    }

    private static bool IsTranslated(Via? via, Flow flow) =>
        via is not null && IPAddress.TryParse(System.Text.Encoding.ASCII.GetString(via.Host), out var sentBy)
        && !Plain(sentBy).Equals(Plain(flow.Remote.Address));

    /// <summary>A socket of both families sees an IPv4 peer in the mapped form.</summary>
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>RFC 1918, RFC 6598, loopback, link-local; unique local and link-local IPv6.</summary>
    private static bool IsPrivate(IPAddress address)
    {
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal;
        Span<byte> b = stackalloc byte[4];
        return address.TryWriteBytes(b, out _)
            && (b[0] == 10 || (b[0] == 172 && b[1] is >= 16 and < 32) || (b[0] == 192 && b[1] == 168)
                || (b[0] == 100 && b[1] is >= 64 and < 128) || (b[0] == 169 && b[1] == 254));
    }
}
