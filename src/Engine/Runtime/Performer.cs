using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>
/// Performs the effects of saved documents and stateless answers. Safe to be asked twice: every effect keeps its id.
/// </summary>
internal sealed class Performer(RuntimeParts parts)
{
    /// <summary>
    /// Relay commands first and in one batch, since phones wait for them; then the others in their order.
    /// </summary>
    public async ValueTask<TurnOutcome> Perform(
        ActorKey self, ImmutableArray<OutboxEntry> entries, Patience patience)
    {
        var now = parts.Clock.GetUtcNow();
        var commands = RelayCommands.Of(self, entries, now, parts.Settings.Limits.TransactionLife);
        if (commands.Length > 0)
        {
            var sent = await parts.Bus.Send(commands);
            while (IsPassing(sent) && await patience.TryAgain()) sent = await parts.Bus.Send(commands);
            if (IsPassing(sent)) return TurnOutcome.Abandon($"commands to the relay: {sent}");
            if (sent == BusResult.Fatal) Refused(self, nameof(SendSip));
        }
        foreach (var entry in entries)
        {
            for (var i = 0; i < entry.Effects.Length; i++)
            {
                if (entry.Effects[i] is SendSip or StopSending or AcceptTransaction) continue;
                var outcome = await PerformOne(self, entry.Effects[i], entry.Input.Effect(i), patience);
                if (!outcome.IsDone) return outcome;
            }
        }
        return TurnOutcome.Done;
    }

    private async ValueTask<TurnOutcome> PerformOne(ActorKey self, Effect effect, InputId id, Patience patience)
    {
        var sent = await Hand(self, effect, id);
        while (IsPassing(sent) && await patience.TryAgain()) sent = await Hand(self, effect, id);
        if (sent == BusResult.Fatal) Refused(self, effect.GetType().Name);
        return IsPassing(sent) ? TurnOutcome.Abandon($"{effect.GetType().Name}: {sent}") : TurnOutcome.Done;
    }

    private ValueTask<BusResult> Hand(ActorKey self, Effect effect, InputId id)
    {
        switch (effect)
        {
            case Schedule schedule:
                return Schedule(self, schedule.At);
            case Tell tell:
                return parts.Bus.Send(Envelope(tell.To, id, EnvelopeKind.Tell, tell.Body));
            case Push push:
                Publish(push.Event);
                return new(BusResult.Sent);
            case RunRoute { Question.IsWork: true } run:
                return parts.Bus.Send(Envelope(self, id, EnvelopeKind.Work, run.Question));
            case RunRoute run:
                return parts.Routes?.Run(self, id, run.Question) ?? new(BusResult.Fatal);
            case StopRoute stop:
                parts.Routes?.Stop(self, stop.Tag);
                return new(BusResult.Sent);
            case TellRoutes notice:
                parts.Routes?.Tell(self, notice);
                return new(BusResult.Sent);
            case ResolveDns:
                return parts.Work.Start(new WorkItem(self, id, effect));
            default:
                return new(BusResult.Fatal);
        }
    }

    private Envelope Envelope(ActorKey to, InputId id, EnvelopeKind kind, object payload) => new()
    {
        Id = id,
        Actor = to,
        Kind = kind,
        Payload = payload,
        At = parts.Clock.GetUtcNow(),
        TraceContext = System.Diagnostics.Activity.Current?.Id,
    };

    /// <summary>A timer that finds no room is no loss: the document's DueAt has the sweep send it.</summary>
    private async ValueTask<BusResult> Schedule(ActorKey self, DateTimeOffset at)
    {
        var sent = await parts.Bus.Schedule(TimerId.Envelope(self, at, parts.Clock.GetUtcNow()), at);
        if (sent != BusResult.Full) return sent;
        RuntimeTelemetry.Unperformed.Add(1);
        return BusResult.Sent;
    }

    /// <summary>
    /// To the group of the resource and of its collection. Never waited for: a client that misses one asks for it.
    /// </summary>
    private void Publish(PushEvent pushEvent)
    {
        var slash = pushEvent.Resource.IndexOf('/');
        PublishTo(pushEvent.Resource, pushEvent);
        if (slash > 0) PublishTo(pushEvent.Resource[..slash], pushEvent);
    }

    private void PublishTo(string group, PushEvent pushEvent)
    {
        var publishing = parts.Push.Publish(group, pushEvent);
        if (!publishing.IsCompletedSuccessfully) _ = Watch(publishing.AsTask(), group);
    }

    private async Task Watch(Task publishing, string group)
    {
        await publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (publishing.Exception?.InnerException is { } fault) parts.Log.PushFailed(fault, group);
    }

    private void Refused(ActorKey self, string effect)
    {
        RuntimeTelemetry.Unperformed.Add(1);
        parts.Log.EffectRefused(self, effect);
    }

    private static bool IsPassing(BusResult result) => result is BusResult.Full or BusResult.Transient;
}
