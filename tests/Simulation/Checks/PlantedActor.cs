using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Simulation.Checks;

/// <summary>An actor with one planted fault.</summary>
internal sealed class PlantedActor(IActor actor, Plant plant) : IActor
{
    public ActorKind Kind => actor.Kind;

    public Decision Decide(ActorState? state, ActorEvent input, in Env env) =>
        PlantedFaults.Change(plant, state, actor.Decide(state, input, env), input, env);
}
