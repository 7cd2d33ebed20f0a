using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>CANCEL, the caller's and ours (RFC 3261 §9, §16.10).</summary>
internal static class Cancellation
{
    /// <summary>RFC 3326: why the losers of a fork are cancelled, so that they show no missed call.</summary>
    public const string CompletedElsewhere = "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\n";

    public static Decision Decide(CallState? call, SipReceived received, in Env env)
    {
        if (received.Message.Validate().Kind != SipParseErrorKind.None)
            return Replies.Stateless(call, received, env, 400);
        if (call is null || Match(call, received) is not { } context)
            return Replies.Stateless(call, received, env, 481);
        var turn = new CallTurn(call, env);
        context = Replies.WithToTag(turn, context);
        // The answer to CANCEL has the To-tag of the answer to its INVITE (§9.2).
        var answer = ResponseWriter.Write(received.Message, 200, null, Text.ToBytes(context.ToTag!));
        turn.Effects.Add(Replies.Response(new OutgoingMessage(answer, []), received.Flow, env));
        if (!context.IsOpen || context.Cancelled) return turn.Finish();
        context = turn.Replace(context with { Cancelled = true });
        Following.Left(turn, context.Number);
        if (context.AnsweredBy != 0)
        {
            Bridges.Cancelled(turn, turn.Context(context.Number), ReasonLines(received.Message));
            return turn.Finish();
        }
        CancelPending(turn, context.Number, ReasonLines(received.Message));
        Completion.Settle(turn, context.Number);
        return turn.Finish();
    }

    /// <summary>Cancels what still rings: at once after a provisional, else when one comes (§9.1).</summary>
    /// <param name="offer">Only what rings for this offer of a queue; 0 for all.</param>
    public static void CancelPending(CallTurn turn, int number, string? reasonLines, long offer = 0)
    {
        var context = turn.Context(number);
        for (var i = 0; i < context.Branches.Length; i++)
        {
            var branch = context.Branches[i];
            if (!branch.IsPending || branch.CancelWanted || !context.IsInvite) continue;
            if (offer != 0 && branch.Offer != offer) continue;
            branch = branch with { CancelWanted = true, CancelReason = reasonLines };
            if (branch.Phase == BranchPhase.Resolving)
                branch = branch with { Phase = BranchPhase.Completed, Status = 487, Deadline = null };
            else if (branch.Phase == BranchPhase.Calling) branch = Reminders.Begin(turn, branch);
            context = turn.Replace(context, i, branch);
            if (branch.Phase == BranchPhase.Proceeding) context = SendCancel(turn, context, i);
        }
    }

    public static ResponseContext SendCancel(CallTurn turn, ResponseContext context, int index)
    {
        var branch = context.Branches[index] with { CancelWanted = true, CancelSent = true };
        Send(turn, branch);
        return turn.Replace(context, index, Reminders.Begin(turn, branch));
    }

    /// <summary>The CANCEL of an INVITE that was sent.</summary>
    public static void Send(CallTurn turn, ClientBranch branch)
    {
        if (!SipMessage.TryParse(branch.Sent!.ToBytes(), out var invite, out _))
            throw new InvalidOperationException("what was sent is a request");
        var bytes = RequestWriter.Cancel(
            invite!, branch.CancelReason is null ? default : Text.ToBytes(branch.CancelReason));
        var cancel = new OutgoingMessage(bytes, []);
        turn.Effects.Add(Outgoing.Request(turn, cancel, branch.Hop!, Retransmission.NonInviteClient));
    }

    private static ResponseContext? Match(CallState call, SipReceived received)
    {
        var cancel = received.Message;
        if (Requests.Find(call, cancel, "INVITE"u8) is { } exact) return exact;
        // A NAT or ALG may have changed the Via on the way. Only from the INVITE's own source, with the same
        // Request-URI, From-tag and CSeq, and when just one INVITE fits: a CANCEL forged elsewhere must not end a call.
        ResponseContext? only = null;
        foreach (var context in call.Contexts)
        {
            if (!context.IsInvite || !IsFromSameSource(context, received)) continue;
            if (only is not null) return null;
            only = context;
        }
        return only;
    }

    /// <summary>Whether a request came the way of a transaction and repeats what names it beside the Via.</summary>
    public static bool IsFromSameSource(ResponseContext context, SipReceived received) =>
        context.CSeq == received.Message.CSeq && IsSame(context.Flow, received.Flow)
        && Text.Same(received.Message.FromTag, context.FromTag)
        && Text.Same(received.Message.RequestUriText.Span, context.RequestUri);

    /// <summary>The same stream; of datagrams the same source, whichever relay they come through.</summary>
    private static bool IsSame(Flow one, Flow other) =>
        one.Transport == SipTransport.Udp && other.Transport == SipTransport.Udp
            ? one.Remote.Equals(other.Remote) : one.Equals(other);

    /// <summary>A caller's Reason is passed on (RFC 3326).</summary>
    public static string? ReasonLines(SipMessage cancel)
    {
        StringBuilder? lines = null;
        for (var i = 0; i < cancel.HeaderCount; i++)
        {
            var field = cancel.Header(i);
            if (field.Name != HeaderName.Reason) continue;
            (lines ??= new StringBuilder()).Append("Reason: ").Append(Text.Of(field.Value.Span)).Append("\r\n");
        }
        return lines?.ToString();
    }
}
