using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// What a relay does for the requests that it sent, when the response came through another one or when it has forgotten
/// them: the relay that repeats is stopped, and the ACK to a 3xx–6xx is made here (RFC 3261 §17.1.1.3).
/// </summary>
internal static class OtherRelay
{
    public static void Tell(CallTurn turn, ResponseContext context, int index, SipReceived received)
    {
        var branch = context.Branches[index];
        var status = received.Message.StatusCode;
        if (status < 200 || branch.Hop is not { } hop) return;
        // A repeat of what ended a branch comes up only where no relay knows the transaction.
        if (!branch.IsPending && branch.Phase == BranchPhase.Completed) Acknowledge(turn, context, branch, received);
        if (!branch.IsPending) return;
        // A relay that was told to stop has forgotten the transaction.
        if (hop.Relay == received.Flow.Relay && !Failover.IsGivenUp(branch)) return;
        turn.Effects.Add(new StopSending(hop.Relay, $"{branch.Branch}|{context.Method}"));
        Acknowledge(turn, context, branch, received);
    }

    /// <summary>A final response to our CANCEL ends its repeats.</summary>
    public static Decision ToCancel(CallState call, SipReceived received)
    {
        var response = received.Message;
        if (response.Method != SipMethod.Cancel || response.StatusCode < 200 || response.TopVia is not { } via)
            return Decision.Nothing(call);
        foreach (var context in call.Contexts)
        {
            foreach (var branch in context.Branches)
            {
                if (branch.Hop is { } hop && hop.Relay != received.Flow.Relay && Text.Same(via.Branch, branch.Branch))
                    return new Decision(call, [new StopSending(hop.Relay, $"{branch.Branch}|CANCEL")]);
            }
        }
        return Decision.Nothing(call);
    }

    private static void Acknowledge(CallTurn turn, ResponseContext context, ClientBranch branch, SipReceived received)
    {
        var response = received.Message;
        if (!context.IsInvite || response.StatusCode < 300) return;
        var bytes = branch.Sent is { } sent && SipMessage.TryParse(sent.ToBytes(), out var invite, out _)
            ? RequestWriter.AckForFailure(invite!, response)
            : RequestWriter.AckForFailure(
                Text.ToBytes(branch.Target), response,
                branch.Path is null ? default : Text.ToBytes($"Route: {branch.Path}\r\n"));
        turn.Effects.Add(Outgoing.Request(turn, new OutgoingMessage(bytes, []), branch.Hop!, Retransmission.None));
    }
}
