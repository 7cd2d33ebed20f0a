using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Queues;

/// <summary>A caller is offered to an agent, and what becomes of it.</summary>
internal static class QueueOffers
{
    public static void Make(QueueTurn turn, QueueCaller caller, QueueAgent agent, TimeSpan ringTime)
    {
        var id = turn.State.LastOffer + 1;
        turn.State = turn.State with { LastOffer = id, LastAgent = agent.Agent };
        var until = turn.Now + ringTime + QueueLimits.OfferGrace;
        QueueAgents.Change(turn, agent with { Offer = new QueueOffer(id, caller.Ticket, until), RestUntil = null });
        turn.Tell(
            caller.Ticket.Call, new OfferAgent(turn.Env.Self, caller.Ticket.Visit, id, agent.Agent, ringTime));
        QueueEvents.Offered(turn, caller, agent.Agent);
    }

    public static Decision Ended(QueueState state, OfferEnded ended, in Env env)
    {
        var turn = QueueTurn.Begin(state, state.Name, env);
        var agent = turn.Agent(ended.Agent);
        var isCurrent = agent?.Offer is { } offer && offer.Id == ended.Offer;
        var caller = turn.Caller(ended.Ticket);
        switch (ended.Outcome)
        {
            case OfferOutcome.Answered:
                // Though the offer may have been given up here meanwhile: the two are talking.
                if (caller is not null) QueueEvents.Answered(turn, caller, ended.Agent);
                if (caller is not null)
                    turn.State = turn.State with { Callers = turn.State.Callers.Remove(caller) };
                Talks(turn, agent, ended, isCurrent);
                break;
            case OfferOutcome.CallerGone:
                if (caller is not null) QueueCallers.Remove(turn, caller, "gone");
                if (isCurrent) Free(turn, agent!, rest: null);
                break;
            case OfferOutcome.Taken:
                if (isCurrent) Free(turn, agent!, rest: null);
                break;
            default:
                if (isCurrent) Free(turn, agent! with { IdleSince = turn.Now }, turn.Options?.Rest);
                break;
        }
        return turn.Finish();
    }

    /// <summary>The agent's call ended, or goes on.</summary>
    public static Decision Told(QueueState state, TalkTold told, in Env env)
    {
        var turn = QueueTurn.Begin(state, state.Name, env);
        if (turn.Agent(told.Agent) is not { Talk: { } talk } agent || talk.Offer != told.Offer)
            return Decision.Nothing(state);
        if (told.GoesOn)
            turn.Set(agent with { Talk = talk with { Until = turn.Now + QueueLimits.TalkLease, IsAsked = false } });
        else
            Free(turn, agent with { IdleSince = turn.Now }, turn.Options?.WrapUp);
        return turn.Finish();
    }

    /// <summary>The agent's phones and line are his own again.</summary>
    /// <param name="rest">How long he is left alone; null for not at all.</param>
    public static void Free(QueueTurn turn, QueueAgent agent, TimeSpan? rest) => QueueAgents.Change(turn, agent with
    {
        Offer = null,
        Talk = null,
        RestUntil = rest > TimeSpan.Zero ? turn.Now + rest : null,
    });

    private static void Talks(QueueTurn turn, QueueAgent? agent, OfferEnded ended, bool isCurrent)
    {
        // Who fetched a parked call is nobody's agent.
        if (QueueName.IsSlot(turn.State.Name))
        {
            if (isCurrent) Free(turn, agent!, rest: null);
            return;
        }
        if (agent is null || agent.Talk?.Offer == ended.Offer) return;
        var talk = new QueueTalk(ended.Offer, ended.Ticket.Call, turn.Now + QueueLimits.TalkLease, IsAsked: false);
        QueueAgents.Change(turn, agent with { Talk = talk, Offer = isCurrent ? null : agent.Offer });
    }
}
