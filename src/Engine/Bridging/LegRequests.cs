using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>Requests of a leg's other end, in its dialog (RFC 3261 §12.2.2).</summary>
internal static class LegRequests
{
    public static Decision Decide(CallState call, SipReceived received, Leg leg, in Env env)
    {
        var message = received.Message;
        if (!leg.IsAlive) return Replies.Stateless(call, received, env, message.Method == SipMethod.Bye ? 200 : 481);
        // §12.2.2: out of order, and no repeat.
        if (message.CSeq <= leg.FarCSeq) return Replies.Stateless(call, received, env, 500);
        if (message.Method == SipMethod.Bye) return Bye(call, received, leg, env);
        if (message.Method == SipMethod.Options)
            return Replies.Stateless(call, received, env, 200, CrossingHeaders.AllowLine);
        if (!Crosses(message.Method)) return NotHere(call, received, env);
        if (CrossingHeaders.Unsupported(message) is { } line)
            return Replies.Stateless(call, received, env, 420, line);
        if (CrossingHeaders.RefersToUs(message, env)) return Replies.Stateless(call, received, env, 403);
        if (Glare(call, leg, message) is { } status)
            return Replies.Stateless(call, received, env, status, status == 500 ? "Retry-After: 3\r\n" : null);
        return InDialog.OpenTransactions(call) >= env.Settings.Limits.MaxServerTransactions
            ? Replies.Stateless(call, received, env, 503, "Retry-After: 5\r\n")
            : Pass(call, received, leg, env);
    }

    /// <summary>ACK to a 2xx of ours: what was held back for it goes on.</summary>
    public static Decision Acknowledged(CallState call, SipReceived received, Leg leg, in Env env)
    {
        var ack = received.Message;
        if (leg.AckAwaited == 0 || ack.CSeq != leg.AckAwaited) return Decision.Nothing(call);
        var turn = new CallTurn(call, env);
        foreach (var context in call.Contexts)
        {
            // The relay that repeats the 2xx may be another than the one that the ACK came through.
            if (context.AnsweredBy == leg.Number && context.IsInvite && context.CSeq == leg.AckAwaited
                && context.Flow.Relay != received.Flow.Relay)
                turn.Effects.Add(new StopSending(context.Flow.Relay, context.Transaction));
        }
        leg = Legs.Set(turn, leg with { AckAwaited = 0, AckBy = null });
        if (leg.EndWanted) Hangup.Bye(turn, leg.Number);
        else if (Legs.TryGet(turn.State, leg.Other) is { IsAlive: true, AckDue: not 0, Offered: false } other)
            Asking.Acknowledge(turn, other.Number, Text.Of(ack.Body.Span));
        return turn.Finish();
    }

    /// <summary>The relay had no ACK for our 2xx in 64·T1 (§13.3.1.4), or lost the transaction.</summary>
    public static Decision NoAck(CallState call, ResponseContext context, in Env env)
    {
        if (Legs.TryGet(call, context.AnsweredBy) is not { IsAlive: true } leg || leg.AckAwaited != context.CSeq)
            return Decision.Nothing(call);
        var turn = new CallTurn(call, env);
        Unacknowledged(turn, leg);
        return turn.Finish();
    }

    public static void Unacknowledged(CallTurn turn, Leg leg)
    {
        Legs.Set(turn, leg with { AckAwaited = 0, AckBy = null });
        Partners.FarLost(turn, leg.Number, 408);
    }

    private static bool Crosses(SipMethod method) => method is SipMethod.Invite or SipMethod.Update or SipMethod.Info
        or SipMethod.Message or SipMethod.Notify or SipMethod.Refer;

    /// <summary>PRACK is for a reliable provisional, and we send none; the rest we do not know in a dialog.</summary>
    private static Decision NotHere(CallState call, SipReceived received, in Env env) =>
        received.Message.Method == SipMethod.Prack
            ? Replies.Stateless(call, received, env, 481)
            : Replies.Stateless(call, received, env, 405, CrossingHeaders.AllowLine);

    private static Decision Bye(CallState call, SipReceived received, Leg leg, in Env env)
    {
        // §15: who is called says no BYE to an early dialog.
        if (leg.Phase == LegPhase.Inviting) return Replies.Stateless(call, received, env, 481);
        var turn = Targeting.Begin(call, received, env);
        var answer = ResponseWriter.Write(received.Message, 200);
        turn.Effects.Add(Replies.Response(new OutgoingMessage(answer, []), received.Flow, env));
        Partners.FarEnded(turn, leg.Number, Cancellation.ReasonLines(received.Message));
        return turn.Finish();
    }

    /// <summary>Whether the request must be refused for what else is under way (§14.2, RFC 3311 §5.2).</summary>
    private static int? Glare(CallState call, Leg leg, SipMessage request)
    {
        var offers = request.Method is SipMethod.Invite or SipMethod.Update;
        var other = Legs.TryGet(call, leg.Other);
        if (leg.Phase != LegPhase.Up || other is not { Phase: LegPhase.Up, EndWanted: false })
            return offers ? 491 : 480;
        if (!offers) return null;
        if (Legs.OpenInvite(call, leg.Number, ours: false) is not null) return 500;
        var busy = Legs.OpenInvite(call, leg.Number, ours: true) is not null || leg.AckAwaited != 0
            || other.AckDue != 0 || other.AckAwaited != 0
            || Legs.OpenInvite(call, other.Number, ours: true) is not null
            || Legs.OpenInvite(call, other.Number, ours: false) is not null;
        return busy ? 491 : null;
    }

    private static Decision Pass(CallState call, SipReceived received, Leg leg, in Env env)
    {
        var message = received.Message;
        var turn = Targeting.Begin(call, received, env);
        leg = leg with { FarCSeq = message.CSeq };
        if (message.Method is SipMethod.Invite or SipMethod.Update)
            leg = leg with { Far = DialogSides.WithTarget(leg.Far!, message) };
        Legs.Set(turn, leg);
        var context = Targeting.Open(turn, received, inDialog: leg.Invite);
        turn.Replace(context with { AnsweredBy = leg.Number, ToTag = leg.LocalTag });
        turn.Effects.Add(new AcceptTransaction(context.Flow.Relay, context.Transaction));
        Asking.InDialog(turn, leg.Other, new LegRequest(
            context.Method, CrossingHeaders.Of(message), Text.Of(message.Body.Span), context.Number));
        return turn.Finish();
    }
}
