using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Simulation.Checks;

/// <summary>One input with the answers to its asks, as one engine decided it.</summary>
internal sealed class Decided(ActorKind kind, Env env, ActorState? before)
{
    public ActorKind Kind => kind;
    public Env Env => env;
    public ActorState? Before { get; } = before;
    public List<ActorEvent> Events { get; } = [];
    public ActorState? After { get; set; }
    public ImmutableArray<Effect> Effects { get; set; } = [];
    public bool ChangesNothing => ReferenceEquals(Before, After);
}
