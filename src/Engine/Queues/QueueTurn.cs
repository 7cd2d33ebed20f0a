using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Queues;

/// <summary>The work of one decision on a queue: its state so far and the effects so far.</summary>
internal sealed class QueueTurn(QueueState state, QueueOptions? options, in Env env)
{
    public Env Env { get; } = env;

    /// <summary>Null for a queue that is no longer configured.</summary>
    public QueueOptions? Options { get; } = options;

    public QueueState State { get; set; } = state;
    public ImmutableArray<Effect>.Builder Effects { get; } = ImmutableArray.CreateBuilder<Effect>(4);
    public DateTimeOffset Now => Env.Now;

    public static QueueTurn Begin(QueueState? state, string name, in Env env) => new(
        state ?? new QueueState { Incarnation = env.Input, Name = name }, env.Settings.Queues.Find(name), env);

    public void Tell(ActorKey to, QueueTell body) => Effects.Add(new Tell(to, body));

    public QueueAgent? Agent(string agent)
    {
        foreach (var known in State.Agents)
            if (known.Agent == agent) return known;
        return null;
    }

    /// <summary>Puts the agent in, or in the place of what was known of him.</summary>
    public void Set(QueueAgent agent)
    {
        var agents = State.Agents;
        var at = 0;
        while (at < agents.Length && string.CompareOrdinal(agents[at].Agent, agent.Agent) < 0) at++;
        State = State with
        {
            Agents = at < agents.Length && agents[at].Agent == agent.Agent
                ? agents.SetItem(at, agent) : agents.Insert(at, agent),
        };
    }

    public void Remove(QueueAgent agent) =>
        State = State with { Agents = State.Agents.RemoveAll(a => a.Agent == agent.Agent) };

    public QueueCaller? Caller(QueueTicket ticket)
    {
        foreach (var caller in State.Callers)
            if (caller.Ticket == ticket) return caller;
        return null;
    }

    /// <summary>Whether an agent's phones ring for this caller.</summary>
    public bool IsOffered(QueueTicket ticket)
    {
        foreach (var agent in State.Agents)
            if (agent.Offer is { } offer && offer.Ticket == ticket) return true;
        return false;
    }

    /// <summary>The decision: free agents are given to callers, places told, and a timer asked for.</summary>
    public Decision Finish()
    {
        Matching.Run(this);
        QueueCallers.TellPlaces(this);
        QueueDeadlines.Settle(this);
        return new Decision(State, Effects.DrainToImmutable());
    }
}
