using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>The way of a request: repeat, CANCEL, ACK, inside a dialog, or new (RFC 3261 §16.3).</summary>
internal static class Requests
{
    public static Decision Decide(CallState? call, SipReceived received, in Env env)
    {
        var message = received.Message;
        if (call is not null && message.Method != SipMethod.Ack && Find(call, message, message.MethodText) is { } known)
            return Repeat(call, known, received, env);
        return message.Method switch
        {
            SipMethod.Ack => Acks.Decide(call, received, env),
            SipMethod.Cancel => Cancellation.Decide(call, received, env),
            _ when RequestChecks.Refusal(message, env) is { } refusal =>
                Replies.Stateless(call, received, env, refusal.Status, refusal.Lines),
            _ when call is not null && Legs.Find(call, message) is { } leg =>
                LegRequests.Decide(call, received, leg, env),
            _ when !IsOfThisCall(message, env) =>
                Replies.Stateless(call, received, env, message.ToTag.IsEmpty ? 404 : 481),
            _ when !message.ToTag.IsEmpty => InDialog.Decide(call, received, env),
            _ => Admission.Decide(call, received, env),
        };
    }

    /// <summary>
    /// The server transaction of a request (RFC 3261 §17.2.3): branch, sent-by, method, and CSeq for old clients.
    /// </summary>
    public static ResponseContext? Find(CallState call, SipMessage message, ReadOnlySpan<byte> method)
    {
        if (message.TopVia is not { } via) return null;
        foreach (var context in call.Contexts)
        {
            if (context.CSeq == message.CSeq && Text.Same(via.Branch, context.Branch)
                && Text.Same(via.SentBy, context.SentBy) && Text.Same(method, context.Method)) return context;
        }
        return null;
    }

    /// <summary>
    /// A token that leads here is no pass: without a leg of ours the Call-ID must be that of the call. Only what has a
    /// token's length can have come by one.
    /// </summary>
    private static bool IsOfThisCall(SipMessage message, in Env env) =>
        (message.ToTag.Length != SipToken.Length && message.RequestUri!.User.Length != SipToken.Length)
        || ActorAddressing.CallHash(message.CallId) == env.Self.Hash;

    /// <summary>
    /// A repeat that came through another relay, or through its own which has forgotten: that relay gets the same
    /// answer, or the word that the transaction is taken, lest it answer by itself.
    /// </summary>
    private static Decision Repeat(CallState call, ResponseContext context, SipReceived received, in Env env)
    {
        if (context.LastResponse is { } last)
        {
            // A 2xx is kept where it is our own: it is repeated until its ACK, by whichever relay there is (RFC 3261
            // §13.3.1.4).
            var repeat = context.Phase == ContextPhase.Accepted ? Retransmission.UasSuccess : Retransmission.None;
            return new Decision(call, [Replies.Response(last, received.Flow, env, repeat)]);
        }
        var turn = new CallTurn(call, env);
        turn.Effects.Add(new AcceptTransaction(received.Flow.Relay, context.Transaction));
        foreach (var branch in context.Branches)
        {
            // What a restarted relay has forgotten is sent anew; one that repeats it still takes this for done.
            if (branch is not { Phase: BranchPhase.Calling, Hop: { } hop, Sent: { } sent }) continue;
            var resend = context.IsInvite ? Retransmission.InviteClient : Retransmission.NonInviteClient;
            turn.Effects.Add(Outgoing.Request(turn, sent, hop, resend));
        }
        return new Decision(call, turn.Effects.DrainToImmutable());
    }
}
