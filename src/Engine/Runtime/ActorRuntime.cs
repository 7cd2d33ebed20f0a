using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>
/// Runs turns: load, decide, save, perform. The bus calls it with one actor's inputs in order, one turn of an actor at
/// a time; the version of the document guards the rest. Completes synchronously whenever the store does.
/// </summary>
public sealed class ActorRuntime(RuntimeParts parts)
{
    private readonly Decider _decider = new(parts);
    private readonly Performer _performer = new(parts);
    private readonly PerformedSet _performed = new();

    /// <summary>Runs the turn of one input.</summary>
    public ValueTask<TurnOutcome> Turn(Envelope input)
    {
        var now = parts.Clock.GetUtcNow();
        var read = Read(input, now);
        if (read is null) return new(TurnOutcome.Done);
        if (_decider.ActorOf(input.Actor.Kind) is null) return new(NoActor(input.Actor));
        var patience = new Patience(parts, now, input.AnswerBy);
        return Run(input, new TurnInput(input.Id, input.Kind, read), now, patience);
    }

    /// <summary>Performs once more what a document may still owe, and takes note of that in it.</summary>
    internal async ValueTask<TurnOutcome> Settle(ActorKey key)
    {
        var patience = new Patience(parts, parts.Clock.GetUtcNow(), null);
        var read = await patience.Get(key);
        if (read.Document is not ActorDocument { OutboxAt: not null } document)
            return Outcome(read.Status, read.Reason);
        var performed = await PerformSaved(document, read.ETag!, patience);
        if (!performed.IsDone) return performed;
        var settled = document with { Outbox = [], OutboxAt = null, Version = document.Version + 1 };
        var write = await patience.Write(key, document.State is null ? null : settled, read.ETag);
        // A conflict means that a turn has been here: it performed the rest.
        return write.Status == StoreStatus.Conflict ? TurnOutcome.Done : Outcome(write.Status, write.Reason);
    }

    private ActorEvent? Read(Envelope input, DateTimeOffset now)
    {
        var read = InputReader.Read(input, now, parts.Settings.Limits.AnswerMargin, out var dropped);
        if (read is null)
        {
            RuntimeTelemetry.CountDropped(dropped);
            parts.Log.InputDropped(input.Actor, input.Kind, dropped);
        }
        return read;
    }

    private async ValueTask<TurnOutcome> Run(
        Envelope envelope, TurnInput input, DateTimeOffset now, Patience patience)
    {
        using var activity = RuntimeTelemetry.StartTurn(envelope);
        RuntimeTelemetry.Turns.Add(1);
        var outcome = default(TurnOutcome);
        for (var attempt = 0; outcome.Status == TurnStatus.None; attempt++)
        {
            if (attempt == parts.Limits.MaxDecisions) outcome = TurnOutcome.Abandon("others change the document");
            else outcome = await Attempt(envelope.Actor, input, now, patience);
        }
        if (!outcome.IsDone) parts.Log.TurnGivenUp(envelope.Actor, outcome.Reason!);
        return outcome;
    }

    /// <summary>One load, decision and save; None when another changed the document meanwhile.</summary>
    private async ValueTask<TurnOutcome> Attempt(
        ActorKey key, TurnInput given, DateTimeOffset now, Patience patience)
    {
        var kept = parts.Cache?.Take(key);
        var read = kept ?? await patience.Get(key);
        if (read.Status is not (StoreStatus.Ok or StoreStatus.NotFound)) return Outcome(read.Status, read.Reason);
        var turn = new Turn(key, now, read, parts);
        var owed = turn.Saved is { Outbox.IsEmpty: false } saved && !_performed.Contains(key, turn.ETag!)
            ? saved : null;
        if (owed is not null)
        {
            var performed = await PerformSaved(owed, turn.ETag!, patience);
            if (!performed.IsDone) return performed;
            parts.Log.EarlierPerformed(key);
        }
        var input = turn.Named(given);
        if (turn.IsRepeat(input))
            return kept is not null ? default : await Repeat(turn, input.Id, owed is not null, patience);
        var env = new Env(now, key, input.Id, parts.Settings);
        var decided = await _decider.Decide(turn, input, env, patience);
        if (!decided.IsDone) return decided;
        // What another may have changed since is no ground for an answer that no save would prove right.
        if (kept is not null && !turn.MustSave) return default;
        return await (turn.MustSave ? Save(key, turn, patience) : AnswerStateless(key, turn, patience));
    }

    /// <summary>A redelivered input decides nothing new and has its effects performed again.</summary>
    private async ValueTask<TurnOutcome> Repeat(Turn turn, InputId input, bool justPerformed, Patience patience)
    {
        var saved = turn.Saved!;
        if (saved.ResultOf(input) is { } result) parts.Results?.Complete(input, result);
        foreach (var entry in saved.Outbox)
        {
            if (justPerformed || entry.Input != input) continue;
            var outcome = await _performer.Perform(saved.Key, [entry], patience);
            if (!outcome.IsDone) return outcome;
        }
        await DropIfOver(turn);
        return TurnOutcome.Done;
    }

    private async ValueTask<TurnOutcome> Save(ActorKey key, Turn turn, Patience patience)
    {
        var outbox = turn.Outbox;
        // An ended actor's last effects are saved like any other; only then does its document go.
        var deleteNow = turn.State is null && outbox.IsEmpty && turn.Result is null;
        var next = deleteNow ? null : turn.Next();
        var write = await patience.Write(key, next, turn.ETag);
        if (deleteNow && write.Status == StoreStatus.NotFound) return TurnOutcome.Done;
        if (write.Status is StoreStatus.Conflict or StoreStatus.NotFound)
        {
            RuntimeTelemetry.Conflicts.Add(1);
            return default;
        }
        if (write.Status != StoreStatus.Ok) return Outcome(write.Status, write.Reason);
        parts.Hooks.AfterSave?.Invoke(key);
        if (!outbox.IsEmpty)
        {
            var outcome = await _performer.Perform(key, outbox, patience);
            if (!outcome.IsDone) return outcome;
            if (turn.State is not null) _performed.Add(key, write.ETag!);
        }
        Report(turn);
        if (turn.State is { IsOver: false }) parts.Cache?.Keep(next!, write.ETag!);
        // A result stays for the handler that looks for it in the store; the sweep deletes the document then.
        if (turn.State is null && !deleteNow && turn.Result is null) await Drop(key, write.ETag!);
        return turn.State is null or { IsOver: true } ? TurnOutcome.Over : TurnOutcome.Done;
    }

    private async ValueTask<TurnOutcome> AnswerStateless(ActorKey key, Turn turn, Patience patience)
    {
        var outbox = turn.Outbox;
        var outcome = outbox.IsEmpty ? TurnOutcome.Done : await _performer.Perform(key, outbox, patience);
        if (!outcome.IsDone) return outcome;
        Report(turn);
        await DropIfOver(turn);
        return TurnOutcome.Done;
    }

    /// <summary>Whoever finished the actor may have died before its document went.</summary>
    private async ValueTask DropIfOver(Turn turn)
    {
        if (turn.Saved is { State: null, Results.IsEmpty: true } saved) await Drop(saved.Key, turn.ETag!);
    }

    /// <summary>Deletes what is over. If it fails, or another came first, the sweep or that other sees to it.</summary>
    private async ValueTask Drop(ActorKey key, string etag) => await parts.Store.Delete(key, etag);

    private async ValueTask<TurnOutcome> PerformSaved(ActorDocument document, string etag, Patience patience)
    {
        if (document.Outbox.IsEmpty || _performed.Contains(document.Key, etag)) return TurnOutcome.Done;
        var outcome = await _performer.Perform(document.Key, document.Outbox, patience);
        if (outcome.IsDone) _performed.Add(document.Key, etag);
        return outcome;
    }

    private void Report(Turn turn)
    {
        if (turn.Result is { } result) parts.Results?.Complete(result.Input, result.Result);
    }

    private static TurnOutcome NoActor(ActorKey key) => TurnOutcome.DeadLetter($"no actor of kind {key.Kind}");

    private static TurnOutcome Outcome(StoreStatus status, string? reason) => status switch
    {
        StoreStatus.Ok or StoreStatus.NotFound => TurnOutcome.Done,
        StoreStatus.Fatal => TurnOutcome.DeadLetter(reason ?? "refused by the store"),
        _ => TurnOutcome.Abandon(reason ?? "the store has a passing fault"),
    };
}
