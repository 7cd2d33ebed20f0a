using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Queues;

/// <summary>Everything in a queue runs out: waits, offers, talks, rests and logins.</summary>
internal static class QueueDeadlines
{
    /// <summary>Null when nothing waits for a time.</summary>
    public static DateTimeOffset? Earliest(QueueState state)
    {
        var earliest = state.ForgetAt;
        foreach (var agent in state.Agents)
        {
            earliest = Earlier(earliest, agent.Offer?.Until);
            earliest = Earlier(earliest, agent.Talk?.Until);
            earliest = Earlier(earliest, agent.RestUntil);
            if (!agent.IsTaken) earliest = Earlier(earliest, agent.LoginUntil);
        }
        foreach (var caller in state.Callers)
            if (!IsOffered(state, caller)) earliest = Earlier(earliest, caller.Until);
        return earliest;
    }

    /// <summary>A timer proves nothing: what is due by the document's own times is done, whoever sent it.</summary>
    public static Decision Decide(QueueState state, in Env env)
    {
        var due = env.Now + QueueLimits.TimerSlack;
        var isEmpty = state.Callers.IsEmpty && state.Agents.IsEmpty;
        if (isEmpty && state.ForgetAt <= due) return new Decision(null, []);
        // An older timer than the one that is waited for, or that one early.
        var isThere = env.Settings.Queues.Find(state.Name) is not null;
        if (isThere && !(state.DueAt <= due) && state.ScheduledAt is { } coming && coming > due)
            return OneTimer.Early(state, coming, env.Now, static (s, at) => s with { ScheduledAt = at });
        var turn = QueueTurn.Begin(state with { ScheduledAt = null }, state.Name, env);
        foreach (var agent in state.Agents) Expire(turn, agent, due);
        var isMore = !TryEndWaits(turn, due);
        var decision = turn.Finish();
        // Without the queue, those that are left are not due by their own times.
        return isMore && !isThere
            ? decision with { Effects = decision.Effects.Add(new Schedule(env.Now)) } : decision;
    }

    /// <summary>So many at a time; false when some are left.</summary>
    private static bool TryEndWaits(QueueTurn turn, DateTimeOffset due)
    {
        var ended = 0;
        foreach (var caller in turn.State.Callers)
        {
            if (turn.Options is not null && (caller.Until > due || turn.IsOffered(caller.Ticket))) continue;
            if (ended++ == QueueLimits.MaxEndedAtOnce) return false;
            QueueCallers.Overflow(
                turn, caller, turn.Options is null ? QueueOutcome.Unknown : QueueOutcome.TimedOut);
        }
        return true;
    }

    /// <summary>
    /// The last step of every change: a slot in which nobody waits is forgotten some day, and a timer is asked for
    /// unless one comes early enough.
    /// </summary>
    public static void Settle(QueueTurn turn)
    {
        var state = turn.State;
        var isDone = QueueName.IsSlot(state.Name) && state.Callers.IsEmpty && state.Agents.IsEmpty;
        state = state with
        {
            ForgetAt = isDone ? state.ForgetAt ?? turn.Now + turn.Env.Settings.Limits.TombstoneLife : null,
        };
        turn.State = state.DueAt is { } due
            ? state with { ScheduledAt = OneTimer.Ask(due, state.ScheduledAt, turn.Now, turn.Effects) }
            : state;
    }

    private static void Expire(QueueTurn turn, QueueAgent agent, DateTimeOffset due)
    {
        if (agent.Offer is { } offer && offer.Until <= due)
        {
            // Nothing was heard of it. Should they talk after all, their call says so.
            turn.Tell(offer.Ticket.Call, new WithdrawOffer(offer.Ticket.Visit, offer.Id));
            QueueOffers.Free(turn, agent with { IdleSince = turn.Now }, turn.Options?.Rest);
        }
        else if (agent.Talk is { } talk && talk.Until <= due)
        {
            if (talk.IsAsked)
            {
                QueueOffers.Free(turn, agent with { IdleSince = turn.Now }, rest: null);
                return;
            }
            turn.Tell(talk.Call, new AskTalk(turn.Env.Self, talk.Offer, agent.Agent));
            turn.Set(agent with { Talk = talk with { Until = turn.Now + QueueLimits.TalkAnswer, IsAsked = true } });
        }
        else if (!agent.IsTaken && agent.LoginUntil <= due)
        {
            QueueAgents.Logout(turn, agent);
        }
        else if (agent.RestUntil <= due)
        {
            QueueAgents.Change(turn, agent with { RestUntil = null });
        }
    }

    private static bool IsOffered(QueueState state, QueueCaller caller)
    {
        foreach (var agent in state.Agents)
            if (agent.Offer is { } offer && offer.Ticket == caller.Ticket) return true;
        return false;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null ? b : b is null || a < b ? a : b;
}
