using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Queues;

/// <summary>Callers come, move up and go.</summary>
internal static class QueueCallers
{
    public static Decision Join(QueueState? state, JoinQueue join, in Env env)
    {
        var turn = QueueTurn.Begin(state, join.Queue, env);
        // A repeat, long after the first: the caller keeps the place.
        if (turn.Caller(join.Ticket) is not null) return Decision.Nothing(state);
        return turn.Options is { LoginByRegistering: true } options && !IsAnybodyHere(turn)
            ? new Decision(state, QueueAgents.AskFor(options, env))
            : Enter(state, join, env);
    }

    /// <summary>A member's phones, looked up as nobody is known to be here; after the last the caller enters.</summary>
    public static Decision Located(QueueState? state, JoinQueue join, LocationAnswer answer, in Env env)
    {
        var decision = QueueAgents.Located(state, join, answer, env);
        if (answer.Tag != QueueAgents.LastTag) return decision;
        var entered = Enter((QueueState?)decision.Next, join, env);
        return entered with { Effects = [.. decision.Effects, .. entered.Effects] };
    }

    private static Decision Enter(QueueState? state, JoinQueue join, in Env env)
    {
        var turn = QueueTurn.Begin(state, join.Queue, env);
        if (Refusal(turn, join) is { } outcome)
        {
            if (outcome == QueueOutcome.Full && QueueName.IsSlot(join.Queue) && ParkFetch.By(turn, join.User))
                outcome = QueueOutcome.Fetched;
            // A stateless word of a queue that has no document need not begin one.
            var over = new Tell(join.Ticket.Call, new QueueOver(join.Ticket.Visit, outcome));
            if (outcome != QueueOutcome.Fetched) return new Decision(state, [over]);
            turn.Effects.Add(over);
            return turn.Finish();
        }
        var wait = join.Wait ?? turn.Options!.WaitLimit;
        var caller = new QueueCaller
        {
            Ticket = join.Ticket,
            From = Shown(join.From),
            Skills = join.Skills,
            Priority = join.Priority,
            Since = turn.Now,
            Until = turn.Now + (wait < QueueLimits.MaxWait ? wait : QueueLimits.MaxWait),
        };
        turn.State = turn.State with { Callers = turn.State.Callers.Insert(Place(turn, caller), caller) };
        QueueEvents.Waiting(turn, caller);
        return turn.Finish();
    }

    public static Decision Leave(QueueState state, LeaveQueue leave, in Env env)
    {
        var turn = QueueTurn.Begin(state, state.Name, env);
        if (turn.Caller(leave.Ticket) is not { } caller) return Decision.Nothing(state);
        foreach (var agent in turn.State.Agents)
            if (agent.Offer?.Ticket == leave.Ticket) QueueOffers.Free(turn, agent, rest: null);
        Remove(turn, caller, leave.Reason);
        return turn.Finish();
    }

    /// <summary>Takes a caller out.</summary>
    public static void Remove(QueueTurn turn, QueueCaller caller, string reason)
    {
        turn.State = turn.State with { Callers = turn.State.Callers.Remove(caller) };
        QueueEvents.Left(turn, caller, reason);
    }

    /// <summary>The wait is over: the call goes on by its route.</summary>
    public static void Overflow(QueueTurn turn, QueueCaller caller, QueueOutcome outcome)
    {
        turn.Tell(caller.Ticket.Call, new QueueOver(caller.Ticket.Visit, outcome));
        Remove(turn, caller, outcome == QueueOutcome.TimedOut ? "timeout" : "no such queue");
    }

    /// <summary>Those at the head hear of each step; who joins hears his place wherever it is.</summary>
    public static void TellPlaces(QueueTurn turn)
    {
        var callers = turn.State.Callers;
        for (var i = 0; i < callers.Length; i++)
        {
            var caller = callers[i];
            if (caller.Told == i + 1 || (i >= QueueLimits.MaxTold && caller.Told > 0)) continue;
            turn.Tell(caller.Ticket.Call, new QueuePlace(caller.Ticket.Visit, i + 1, callers.Length));
            turn.State = turn.State with { Callers = turn.State.Callers.SetItem(i, caller with { Told = i + 1 }) };
        }
    }

    /// <summary>Behind all of the same priority.</summary>
    private static int Place(QueueTurn turn, QueueCaller caller)
    {
        var place = turn.State.Callers.Length;
        while (place > 0 && turn.State.Callers[place - 1].Priority < caller.Priority) place--;
        return place;
    }

    /// <summary>A caller may claim any name, of many thousand characters too, and each event has it.</summary>
    private static string Shown(string from) =>
        from.Length <= QueueLimits.MaxFromLength ? from : from[..QueueLimits.MaxFromLength];

    /// <summary>A bound on what a caller takes in the document: the times, ids and names of members are 250.</summary>
    private static int Size(string from, ImmutableArray<string> skills)
    {
        var size = 250 + from.Length;
        foreach (var skill in skills) size += skill.Length + 3;
        return size;
    }

    private static QueueOutcome? Refusal(QueueTurn turn, JoinQueue join)
    {
        if (turn.Options is not { } options) return QueueOutcome.Unknown;
        if (turn.State.Callers.Length >= options.MaxCallers) return QueueOutcome.Full;
        if (turn.State.Callers.Sum(c => Size(c.From, c.Skills)) + Size(Shown(join.From), join.Skills)
            > QueueLimits.MaxCallerSize) return QueueOutcome.Full;
        return options.WaitWithoutAgents || IsAnybodyHere(turn) ? null : QueueOutcome.NoAgents;
    }

    private static bool IsAnybodyHere(QueueTurn turn)
    {
        foreach (var agent in turn.State.Agents)
            if (agent.LoginUntil > turn.Now) return true;
        return false;
    }
}
