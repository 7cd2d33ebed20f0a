using System.Net;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Edge;

/// <summary>Where a response goes (RFC 3261 §18.2.2, RFC 3581 §4).</summary>
internal static class ResponseRoute
{
    private const int DefaultPort = 5060;

    /// <summary>
    /// A stream's response goes back on its connection and nowhere else. A datagram's goes to the address that the
    /// request came from, at the port of rport, of the sent-by, or 5060; maddr is not followed, for anybody could
    /// aim it at a third party.
    /// </summary>
    /// <param name="head">Of the request, or of the response: they have the same top Via.</param>
    /// <param name="rport">0 for none.</param>
    public static SendTarget Of(in SipHead head, Flow flow, int rport)
    {
        if (flow.Transport != SipTransport.Udp) return new SendTarget(flow, null, flow.Transport, flow.Listener);
        var port = rport != 0 ? rport : head.ViaPort != 0 ? head.ViaPort : DefaultPort;
        return port == flow.Remote.Port
            ? new SendTarget(flow, null, SipTransport.Udp, flow.Listener)
            : new SendTarget(null, new IPEndPoint(flow.Remote.Address, port), SipTransport.Udp, flow.Listener);
    }
}
