using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Trunks;

namespace ServerlessSip.Engine.Proxy;

/// <summary>A timer may be due: everything is checked anew, nothing is taken from the timer itself.</summary>
internal static class Deadlines
{
    public static Decision Decide(CallState? call, in Env env)
    {
        if (call is null) return Decision.Nothing(call);
        var spent = Spent(call, env);
        if (spent is not null) call = call with { ScheduledAt = null };
        // One that is not the timer under way may well be that of the instant that is due.
        if (IsEarly(call, env)) return Later(call, spent ?? call.DueAt!.Value);
        var turn = new CallTurn(call, env) { SpentTimer = spent };
        foreach (var context in call.Contexts)
        {
            if (context is { IsOpen: true, Route.AnswerBy: { } by } && by <= env.Now)
                RouteAsking.GiveUp(turn, context.Number);
            if (context.Wait?.DueAt <= env.Now) QueueCalls.OnTime(turn, context.Number);
            if (context.NextGroupAt <= env.Now) RingNext(turn, context.Number);
            for (var i = 0; i < context.Branches.Length; i++)
            {
                if (context.Branches[i] is { IsPending: true, Deadline: { } at } && at <= env.Now)
                    Expire(turn, context.Number, i);
            }
        }
        foreach (var dialog in call.Dialogs)
            if (IsUp(dialog) && dialog.ForgetAt <= env.Now) Dialogs.Expire(turn, dialog);
        LegDeadlines.Check(turn);
        turn.State = Prune(turn.State, env.Now);
        AgentCalls.Settle(turn);
        if (!turn.State.Contexts.IsEmpty || !turn.State.Dialogs.IsEmpty || !turn.State.Legs.IsEmpty)
            return turn.Finish();
        return new Decision(null, turn.Effects.DrainToImmutable());
    }

    /// <summary>
    /// The instant of the timer under way, where the one that fires may be it. Brought by a clock that is ahead, it
    /// fires before its instant; counted as still to come, it would be waited for in vain.
    /// </summary>
    private static DateTimeOffset? Spent(CallState call, in Env env) =>
        call.ScheduledAt is { } at && at - env.Now <= OneTimer.MostSkew ? at : null;

    /// <summary>Whether what is due is likely what this timer was for: it is waited for a little longer.</summary>
    private static bool IsEarly(CallState call, in Env env) =>
        call.DueAt is { } due && due > env.Now && due - env.Now <= OneTimer.MostSkew;

    /// <summary>
    /// Of one instant there is one timer: asked for again when it has fired, it would come at once and as a repeat,
    /// over and over until the clock is there.
    /// </summary>
    private static Decision Later(CallState call, DateTimeOffset spent)
    {
        var due = call.DueAt!.Value;
        var at = spent < due ? due : spent + OneTimer.MostSkew;
        return new(call with { ScheduledAt = at }, [new Schedule(at)]);
    }

    /// <summary>The state without the transactions, dialogs and legs whose time is over.</summary>
    public static CallState Prune(CallState call, DateTimeOffset now)
    {
        foreach (var context in call.Contexts)
        {
            if (!IsOver(context, now)) continue;
            call = call with { Contexts = call.Contexts.RemoveAll(c => IsOver(c, now)) };
            break;
        }
        foreach (var dialog in call.Dialogs)
        {
            if (!IsOver(dialog, now)) continue;
            call = call with { Dialogs = call.Dialogs.RemoveAll(d => IsOver(d, now)) };
            break;
        }
        return Legs.Prune(call, now);
    }

    /// <summary>A call that is up ends by its timer, and with its record.</summary>
    private static bool IsOver(Dialog dialog, DateTimeOffset now) => dialog.ForgetAt <= now && !IsUp(dialog);

    private static bool IsUp(Dialog dialog) => dialog is { Confirmed: true, IsInvite: true, Ended: false };

    /// <summary>The ring time of a group is over: it is cancelled, and the next begins at once.</summary>
    private static void RingNext(CallTurn turn, int number)
    {
        if (turn.Context(number).Route?.Current is ForwardRoute)
        {
            ForwardStep.TimeOver(turn, number);
            return;
        }
        Cancellation.CancelPending(turn, number, null);
        var goesOn = Completion.MayGoOn(turn, turn.Context(number));
        if (goesOn && !Forwarding.NextGroup(turn, number))
        {
            if (Following.RingTimeOver(turn, number)) return;
            goesOn = false;
        }
        // Or the deadline that has passed would be due again at once, for as long as a phone takes to end.
        if (!goesOn) turn.Replace(turn.Context(number) with { NextGroupAt = null });
        Completion.Settle(turn, number);
    }

    /// <summary>Timer C: a branch that rings is cancelled (RFC 3261 §16.8), any other is given up.</summary>
    private static void Expire(CallTurn turn, int number, int index)
    {
        var context = turn.Context(number);
        if (index >= context.Branches.Length) return;
        var branch = context.Branches[index];
        // What was due before it may have ended the call.
        if (!branch.IsPending) return;
        if (context.IsInvite && branch is { Phase: BranchPhase.Proceeding, CancelSent: false })
            Cancellation.SendCancel(turn, context, index);
        else if (!context.IsInvite || !Reminders.Give(turn, context, index))
            Timeouts.Give(turn, context, index, 408);
    }

    private static bool IsOver(ResponseContext context, DateTimeOffset now)
    {
        if (context.EndsAt is not { } end || end > now) return false;
        foreach (var branch in context.Branches)
            if (branch.IsPending) return false;
        return true;
    }
}
