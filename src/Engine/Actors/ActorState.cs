using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Actors;

/// <summary>What every actor's state has. Immutable; saved as one document.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "$t")]
[JsonDerivedType(typeof(CallState), "call")]
[JsonDerivedType(typeof(LocationState), "location")]
[JsonDerivedType(typeof(QueueState), "queue")]
[JsonDerivedType(typeof(TrunkState), "trunk")]
public abstract record ActorState
{
    /// <summary>How many past events a document keeps for clients that missed some.</summary>
    public const int MaxEvents = 32;

    /// <summary>The id of the document's first input.</summary>
    public required InputId Incarnation { get; init; }

    /// <summary>How many ids this incarnation has made; see <see cref="IdSequence"/>.</summary>
    public uint IdCounter { get; init; }

    /// <summary>The version of the newest event; 0 before the first.</summary>
    public long EventVersion { get; init; }

    /// <summary>The newest events, oldest first, at most <see cref="MaxEvents"/>.</summary>
    public ImmutableArray<PushEvent> Events { get; init; } = [];

    /// <summary>The earliest instant at which this actor has something to do; null for none.</summary>
    public abstract DateTimeOffset? DueAt { get; }

    /// <summary>The public name, e.g. <c>users/alice</c>; null for a document that is no resource.</summary>
    public abstract string? Resource { get; }

    /// <summary>Whether what it was made for is over, though it may be kept for a while.</summary>
    public virtual bool IsOver => false;

    /// <summary>A one-word state for lists.</summary>
    public abstract string? Status { get; }
}
