using System.Collections.Immutable;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Actors;

/// <summary>Gives an actor's events their gap-free versions.</summary>
public static class EventLog
{
    /// <summary>
    /// The state with one more event, the oldest dropped past <see cref="ActorState.MaxEvents"/>; the event's push is
    /// added to <paramref name="effects"/>. The state must be a resource.
    /// </summary>
    public static TState Append<TState>(
        TState state,
        string type,
        IReadOnlyDictionary<string, string> data,
        DateTimeOffset now,
        ImmutableArray<Effect>.Builder effects)
        where TState : ActorState
    {
        var resource = state.Resource ?? throw new InvalidOperationException("only a resource has events");
        var pushed = new PushEvent
        {
            Type = type,
            Resource = resource,
            Version = state.EventVersion + 1,
            At = now,
            Data = data,
        };
        effects.Add(new Push(pushed));
        var kept = state.Events.Length < ActorState.MaxEvents ? state.Events : state.Events.RemoveAt(0);
        return state with { EventVersion = pushed.Version, Events = kept.Add(pushed) };
    }
}
