using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Simulation.Checks;

/// <summary>What each planted fault makes of a right decision.</summary>
internal static class PlantedFaults
{
    public static Decision Change(Plant plant, ActorState? before, Decision decision, in Env env) => decision;
}
