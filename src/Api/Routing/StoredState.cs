using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;

namespace ServerlessSip.Api.Routing;

/// <summary>An actor's state out of what the store keeps of it.</summary>
internal static class StoredState
{
    /// <summary>Null when there is none, or when the document is another actor's.</summary>
    public static TState? Of<TState>(object? document)
        where TState : ActorState => (document as ActorDocument)?.State as TState;
}
