using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>One input, read and not dropped.</summary>
internal readonly record struct TurnInput(InputId Id, EnvelopeKind Kind, ActorEvent Event);

/// <summary>
/// What one attempt at a turn has made of the document so far. Not saved; an attempt that meets a conflict starts anew.
/// </summary>
internal sealed class Turn(ActorKey key, DateTimeOffset now, StoreRead read, RuntimeParts parts)
{
    private DecidedInput? _decided;

    public ActorDocument? Saved { get; } = (ActorDocument?)read.Document;
    public string? ETag { get; } = read.ETag;
    public ActorState? State { get; private set; } = ((ActorDocument?)read.Document)?.State;

    /// <summary>What came of the input, if it is a command; null for none.</summary>
    public DecidedCommand? Result { get; private set; }

    /// <summary>
    /// A stateless answer saves nothing; only the result of a command makes an unchanged document worth a save, and a
    /// document of its own where nobody hears of it otherwise.
    /// </summary>
    public bool MustSave => !ReferenceEquals(State, Saved?.State)
        || (Result is not null && (Saved is not null || parts.Results is null));

    /// <summary>The effects decided in this attempt.</summary>
    public ImmutableArray<OutboxEntry> Outbox { get; private set; } = [];

    /// <summary>Takes the one decision of this attempt, all asks answered.</summary>
    public void Take(InputId input, ActorState? next, ImmutableArray<Effect> effects, CommandResult? result)
    {
        State = next;
        if (!effects.IsDefaultOrEmpty) Outbox = [new OutboxEntry(input, effects)];
        if (result is not null) Result = new DecidedCommand(input, result, now);
        _decided = new DecidedInput(input, now);
    }

    /// <summary>Whether the input needs no decision: this document has it already.</summary>
    public bool IsRepeat(TurnInput input)
    {
        if (Saved is null || !Saved.HasDecided(input.Id)) return false;
        // A timer is a question, not news: while something is due it may be asked as often as it comes.
        return input.Kind != EnvelopeKind.Timer || !(State?.DueAt <= now);
    }

    /// <summary>
    /// A timer that is decided once more gets an id of its own: under the old one, relays would take its effects for
    /// those that they have performed.
    /// </summary>
    public TurnInput Named(TurnInput input) =>
        input.Kind == EnvelopeKind.Timer && Saved is not null && Saved.HasDecided(input.Id) && !IsRepeat(input)
            ? input with { Id = input.Id.Effect(-1 - (int)(Saved.Version & 0x3FFF_FFFF)) }
            : input;

    /// <summary>The document to save, with the effects in it.</summary>
    public ActorDocument Next() => new()
    {
        Key = key,
        State = State,
        Decided = NextDecided(),
        Outbox = Outbox,
        // The sweep looks at it too when only the deletion is left to do.
        OutboxAt = Outbox.IsEmpty && State is not null ? null : now,
        Results = NextResults(),
        Version = (Saved?.Version ?? 0) + 1,
    };

    private ImmutableArray<DecidedInput> NextDecided()
    {
        var limits = parts.Settings.Limits;
        var old = Saved is null ? default : Saved.Decided.AsSpan();
        while (!old.IsEmpty && old[0].At < now - limits.DecidedLife) old = old[1..];
        var excess = old.Length + 1 - limits.MaxDecided;
        if (excess > 0) old = old[Math.Min(excess, old.Length)..];
        return [.. old, _decided!.Value];
    }

    private ImmutableArray<DecidedCommand> NextResults()
    {
        var old = Saved?.Results ?? [];
        if (Result is null && old.IsEmpty) return old;
        var life = parts.Settings.Limits.DecidedLife;
        var next = new List<DecidedCommand>(old.Length + 1);
        foreach (var result in old)
            if (result.At >= now - life) next.Add(result);
        if (Result is not null) next.Add(Result);
        var excess = next.Count - parts.Limits.MaxResults;
        if (excess > 0) next.RemoveRange(0, excess);
        return [.. next];
    }
}
