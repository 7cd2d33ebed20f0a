using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>A request on its way to a hop.</summary>
internal static class Outgoing
{
    public static SendSip Request(CallTurn turn, OutgoingMessage message, Hop hop, Retransmission resend) => new()
    {
        Message = message,
        Kind = RelayCommandKind.SendRequest,
        Relay = hop.Relay,
        Flow = hop.Flow,
        Address = hop.Address,
        Transport = hop.Transport,
        Listener = hop.Listener,
        Retransmission = resend,
        NotAfter = turn.Now + turn.Limits.TransactionLife,
    };
}
