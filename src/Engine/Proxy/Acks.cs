using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// ACK: to a 2xx it is forwarded along the dialog, every one of them; to a failure it ends our repeating (RFC 3261
/// §17).
/// </summary>
internal static class Acks
{
    public static Decision Decide(CallState? call, SipReceived received, in Env env)
    {
        var ack = received.Message;
        if (call is null || ack.Validate().Kind != SipParseErrorKind.None) return Decision.Nothing(call);
        if (Requests.Find(call, ack, "INVITE"u8) is { Phase: ContextPhase.Completed } context)
        {
            // Its own relay would have absorbed it: it came through another one.
            return context.Flow.Relay == received.Flow.Relay
                ? Decision.Nothing(call)
                : new Decision(call, [new StopSending(context.Flow.Relay, context.Transaction)]);
        }
        if (OfFailure(call, received) is { } failed)
            return new Decision(call, [new StopSending(failed.Flow.Relay, failed.Transaction)]);
        if (Legs.Find(call, ack) is { } leg) return LegRequests.Acknowledged(call, received, leg, env);
        if (!Text.Same(ack.CallId, call.CallId)) return Decision.Nothing(call);
        if (ack.MaxForwards == 0 || ack.RequestUri is null) return Decision.Nothing(call);
        if (Dialogs.Find(call, ack) is not { } found) return Decision.Nothing(call);
        var turn = new CallTurn(call, env);
        if (InDialog.Target(found, received, env) is not { } target) return Decision.Nothing(call);
        Send(turn, received, target, found.Target.Hop);
        return turn.Finish();
    }

    /// <summary>
    /// A NAT or ALG may have changed the Via of an ACK to a failure. Only from the INVITE's own source, with the same
    /// Request-URI, From-tag and CSeq, and when just one INVITE fits.
    /// </summary>
    private static ResponseContext? OfFailure(CallState call, SipReceived received)
    {
        ResponseContext? only = null;
        foreach (var context in call.Contexts)
        {
            if (context is not { IsInvite: true, Phase: ContextPhase.Completed }
                || !Cancellation.IsFromSameSource(context, received)) continue;
            if (only is not null) return null;
            only = context;
        }
        return only;
    }

    /// <summary>
    /// An ACK waits for nothing: where a name would have to be resolved it goes the way of its INVITE.
    /// </summary>
    private static void Send(CallTurn turn, SipReceived received, ForwardTarget target, Hop ofInvite)
    {
        var next = Forwarding.NextHopOf(target, turn.Settings);
        if (next.IsNowhere) return;
        var hop = next.Hop ?? ofInvite;
        var branch = new ClientBranch
        {
            Branch = Text.Of(turn.NextToken(TokenPurpose.Branch, hop.Relay)),
            Target = target.Uri,
            Hop = hop,
        };
        var message = ForwardedRequest.Make(turn, received.Message, received.Flow, branch);
        turn.Effects.Add(Outgoing.Request(turn, message, hop, Retransmission.None));
    }
}
