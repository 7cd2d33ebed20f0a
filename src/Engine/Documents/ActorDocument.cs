using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Documents;

/// <summary>
/// What is saved of one actor: its state, the inputs it has decided and the effects it may still owe.
/// </summary>
public sealed record ActorDocument
{
    public required ActorKey Key { get; init; }

    /// <summary>Null for a document that is deleted as soon as its last effects are performed.</summary>
    public ActorState? State { get; init; }

    /// <summary>The inputs decided lately, oldest first; see <see cref="EngineLimits.MaxDecided"/>.</summary>
    public ImmutableArray<DecidedInput> Decided { get; init; } = [];

    /// <summary>The effects of the turn that saved this document, by input.</summary>
    public ImmutableArray<OutboxEntry> Outbox { get; init; } = [];

    /// <summary>Since when the outbox may be unperformed; null when there is nothing in it.</summary>
    public DateTimeOffset? OutboxAt { get; init; }

    /// <summary>The results of the commands decided lately, oldest first.</summary>
    public ImmutableArray<DecidedCommand> Results { get; init; } = [];

    /// <summary>How often this document was saved, from 1.</summary>
    public long Version { get; init; }

    /// <summary>The plain columns of this document.</summary>
    internal DocumentColumns Columns() => new()
    {
        DueAt = State?.DueAt,
        OutboxAt = OutboxAt,
        Resource = State?.Resource,
        Status = State?.Status,
    };

    internal bool HasDecided(InputId id)
    {
        foreach (var decided in Decided.AsSpan())
            if (decided.Id == id) return true;
        return false;
    }

    internal CommandResult? ResultOf(InputId id)
    {
        foreach (var result in Results.AsSpan())
            if (result.Input == id) return result.Result;
        return null;
    }
}

/// <summary>An input that was decided, and when.</summary>
public readonly record struct DecidedInput(InputId Id, DateTimeOffset At);

/// <summary>The effects of one input; the n-th has the id <c>Input.Effect(n)</c>.</summary>
public sealed record OutboxEntry(InputId Input, ImmutableArray<Effect> Effects);

/// <summary>What came of a command, and when.</summary>
public sealed record DecidedCommand(InputId Input, CommandResult Result, DateTimeOffset At);
