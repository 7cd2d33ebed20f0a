using System.Collections.Immutable;

namespace ServerlessSip.Engine.Actors;

/// <summary>What an actor decided on one input.</summary>
/// <param name="Next">The state to save; the very same object when nothing changed; null when there is (or shall be) no
/// document.</param>
/// <param name="Effects">In the order in which they are to be performed. An <see cref="Ask"/> is answered
/// first.</param>
public readonly record struct Decision(ActorState? Next, ImmutableArray<Effect> Effects)
{
    /// <summary>
    /// The result of a command, kept in the document for the HTTP handler that waits; null for other inputs.
    /// </summary>
    public CommandResult? Result { get; init; }

    public static Decision Nothing(ActorState? state) => new(state, []);
}

/// <summary>The outcome of a command.</summary>
/// <param name="Status">An HTTP status code.</param>
/// <param name="Detail">A short text or a small JSON document.</param>
public sealed record CommandResult(int Status, string Detail);
