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
    private readonly ImmutableArray<OutboxEntry>.Builder _outbox = ImmutableArray.CreateBuilder<OutboxEntry>(1);
    private List<DecidedInput>? _moreDecided;
    private DecidedInput? _decided;
    private List<DecidedCommand>? _results;

    public ActorDocument? Saved { get; } = (ActorDocument?)read.Document;
    public string? ETag { get; } = read.ETag;
    public ActorState? State { get; set; } = ((ActorDocument?)read.Document)?.State;

    /// <summary>The effects decided in this attempt; to be taken once.</summary>
    public ImmutableArray<OutboxEntry> TakeOutbox() => _outbox.DrainToImmutable();

    public IReadOnlyList<DecidedCommand> Results => _results ?? (IReadOnlyList<DecidedCommand>)[];

    /// <summary>
    /// A stateless answer saves nothing; only the result of a command makes an unchanged document worth a save, and a
    /// document of its own where nobody hears of it otherwise.
    /// </summary>
    public bool MustSave => !ReferenceEquals(State, Saved?.State)
        || (_results is not null && (Saved is not null || parts.Results is null));

    public void Add(InputId input, ImmutableArray<Effect> effects, CommandResult? result)
    {
        if (!effects.IsDefaultOrEmpty) _outbox.Add(new OutboxEntry(input, effects));
        if (result is not null) (_results ??= []).Add(new DecidedCommand(input, result, now));
        if (_decided is null) _decided = new DecidedInput(input, now);
        else (_moreDecided ??= []).Add(new DecidedInput(input, now));
    }

    /// <summary>Whether the input needs no decision: this document has it already.</summary>
    public bool IsRepeat(TurnInput input)
    {
        if (_decided?.Id == input.Id) return true;
        if (_moreDecided is not null)
            foreach (var decided in _moreDecided)
                if (decided.Id == input.Id) return true;
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

    /// <summary>The document to save, with these effects in it.</summary>
    public ActorDocument Next(ImmutableArray<OutboxEntry> outbox) => new()
    {
        Key = key,
        State = State,
        Decided = NextDecided(),
        Outbox = outbox,
        // The sweep looks at it too when only the deletion is left to do.
        OutboxAt = outbox.IsEmpty && State is not null ? null : now,
        Results = NextResults(),
        Version = (Saved?.Version ?? 0) + 1,
    };

    private ImmutableArray<DecidedInput> NextDecided()
    {
        var limits = parts.Settings.Limits;
        var old = Saved is null ? default : Saved.Decided.AsSpan();
        while (!old.IsEmpty && old[0].At < now - limits.DecidedLife) old = old[1..];
        var added = (_decided is null ? 0 : 1) + (_moreDecided?.Count ?? 0);
        var excess = old.Length + added - limits.MaxDecided;
        if (excess > 0) old = old[Math.Min(excess, old.Length)..];
        var next = new DecidedInput[old.Length + added];
        old.CopyTo(next);
        if (_decided is { } first) next[old.Length] = first;
        _moreDecided?.CopyTo(next, old.Length + 1);
        return System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(next);
    }

    private ImmutableArray<DecidedCommand> NextResults()
    {
        var old = Saved?.Results ?? [];
        if (_results is null && old.IsEmpty) return old;
        var life = parts.Settings.Limits.DecidedLife;
        var next = new List<DecidedCommand>(old.Length + 1);
        foreach (var result in old)
            if (result.At >= now - life) next.Add(result);
        if (_results is not null) next.AddRange(_results);
        var excess = next.Count - parts.Limits.MaxResults;
        if (excess > 0) next.RemoveRange(0, excess);
        return [.. next];
    }
}
