using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Simulation.Checks;

/// <summary>An actor whose decisions are written down.</summary>
internal sealed class JournaledActor(IActor actor, DecisionJournal journal) : IActor
{
    public ActorKind Kind => actor.Kind;

    public Decision Decide(ActorState? state, ActorEvent input, in Env env)
    {
        var decision = actor.Decide(state, input, env);
        journal.Take(Kind, state, input, env, decision);
        return decision;
    }
}
