using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Actors;

/// <summary>A pure decision function: no I/O, no clock, no randomness, no task.</summary>
public interface IActor
{
    ActorKind Kind { get; }

    /// <summary>Decides on one input. The same arguments always give the same decision.</summary>
    /// <param name="state">The saved state, or what an earlier answer of this turn made of it; null when there is no
    /// document.</param>
    Decision Decide(ActorState? state, ActorEvent input, in Env env);
}
