using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Actors;

/// <summary>All that a decision may know besides its state and input.</summary>
/// <param name="Now">The instant of the turn.</param>
/// <param name="Self">The actor's own key.</param>
/// <param name="Input">The id of the input being decided (an ask's answer has the id of the input that led to
/// it).</param>
public readonly record struct Env(DateTimeOffset Now, ActorKey Self, InputId Input, EngineSettings Settings)
{
    /// <summary>The ids of this turn: for a state's own incarnation, or for the one that this input begins.</summary>
    public IdSequence Ids(ActorState? state) =>
        new(Settings.Keys, Self, state?.Incarnation ?? Input, state?.IdCounter ?? 0);
}
