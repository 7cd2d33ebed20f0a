using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>Our own responses.</summary>
internal static class Replies
{
    /// <summary>An answer that nothing is stored for and that is not repeated (RFC 3261 §26.3.2.4).</summary>
    public static Decision Stateless(
        CallState? state, SipReceived received, in Env env, int status, string? lines = null)
    {
        var tag = StatelessTag.For(received.Message, env);
        var bytes = ResponseWriter.Write(
            received.Message, status, null, tag, lines is null ? default : Text.ToBytes(lines));
        return new Decision(state, [Response(new OutgoingMessage(bytes, []), received.Flow, env)]);
    }

    public static SendSip Response(
        OutgoingMessage message, Flow flow, in Env env, Retransmission retransmission = Retransmission.None) => new()
        {
            Message = message,
            Kind = RelayCommandKind.SendResponse,
            Relay = flow.Relay,
            Flow = flow,
            Retransmission = retransmission,
            NotAfter = env.Now + env.Settings.Limits.TransactionLife,
        };

    /// <summary>Gives a stored transaction our own final response, other than a 2xx to INVITE.</summary>
    public static ResponseContext Final(CallTurn turn, ResponseContext context, int status)
    {
        context = WithToTag(turn, context);
        if (context.Request is not { } request)
            throw new InvalidOperationException("an open transaction has its request");
        var bytes = ResponseWriter.Write(request, status, null, Text.ToBytes(context.ToTag!));
        return SendFinal(turn, context, new OutgoingMessage(bytes, []));
    }

    /// <summary>Sends the one non-2xx final (or, to non-INVITE, any final) and completes the transaction.</summary>
    public static ResponseContext SendFinal(CallTurn turn, ResponseContext context, OutgoingMessage message)
    {
        var retransmission = context.IsInvite ? Retransmission.InviteServer : Retransmission.None;
        turn.Effects.Add(Response(message, context.Flow, turn.Env, retransmission));
        return Complete(turn, context with { LastResponse = message });
    }

    /// <summary>Ends the transaction without a response (RFC 4320 §4.2: no 408 to non-INVITE).</summary>
    public static ResponseContext Complete(CallTurn turn, ResponseContext context) => turn.Replace(context with
    {
        Phase = ContextPhase.Completed,
        EndsAt = turn.Now + turn.Limits.TransactionLife,
        Request = null,
    });

    /// <summary>All our own responses in one transaction have one To-tag (RFC 3261 §8.2.6.2).</summary>
    public static ResponseContext WithToTag(CallTurn turn, ResponseContext context) =>
        context.ToTag is not null
            ? context
            : turn.Replace(context with
            {
                ToTag = Text.Of(turn.NextToken(TokenPurpose.ToTag, context.Flow.Relay)),
            });
}
