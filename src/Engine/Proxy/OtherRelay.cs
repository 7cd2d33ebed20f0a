using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// A final response that came through another relay than the one that repeats its request: that one stops, and as no
/// relay knows the transaction of a 3xx–6xx, its ACK is made here (RFC 3261 §17.1.1.3).
/// </summary>
internal static class OtherRelay
{
    public static void Tell(CallTurn turn, ResponseContext context, int index, SipReceived received)
    {
        var branch = context.Branches[index];
        var status = received.Message.StatusCode;
        if (status < 200 || !branch.IsPending) return;
        if (branch.Hop is not { } hop || hop.Relay == received.Flow.Relay) return;
        turn.Effects.Add(new StopSending(hop.Relay, $"{branch.Branch}|{context.Method}"));
        if (!context.IsInvite || status < 300 || branch.Sent is not { } sent) return;
        if (!SipMessage.TryParse(sent.ToBytes(), out var invite, out _)) return;
        var ack = new OutgoingMessage(RequestWriter.AckForFailure(invite!, received.Message), []);
        turn.Effects.Add(Outgoing.Request(turn, ack, hop, Retransmission.None));
    }
}
