using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Simulation.World;

/// <summary>
/// A bus in virtual time: in order per actor, at least once, on whichever engine. As with a lost lock, an input may run
/// on two engines at a time.
/// </summary>
internal sealed class SimBus(SimWorld world) : IBus
{
    public const int MaxDeliveries = 10;
    private readonly Dictionary<ActorKey, Queue<(Envelope Envelope, int Delivery)>> _mailboxes = [];
    private readonly Dictionary<string, TimeSpan> _relayFree = [];
    private readonly Dictionary<ActorKey, int> _deciding = [];

    public int Waiting { get; private set; }
    public int DeadLetters { get; private set; }

    /// <summary>How many sends there were, and which of them fails; for the rerun of every send.</summary>
    public int Sends { get; private set; }
    public int FailSend { get; init; } = -1;

    /// <summary>Whether a turn of that actor is under way.</summary>
    public bool IsDeciding(ActorKey actor) => _deciding.GetValueOrDefault(actor) > 0;

    public ValueTask<BusResult> Send(Envelope envelope, CancellationToken cancel = default)
    {
        if (Refuses()) return new(BusResult.Transient);
        world.Watch.Sent(envelope);
        Enqueue(envelope);
        if (world.Chance.Hits(Fault.BusDuplicate)) Enqueue(envelope);
        return new(BusResult.Sent);
    }

    public ValueTask<BusResult> Schedule(Envelope envelope, DateTimeOffset at, CancellationToken cancel = default)
    {
        if (Refuses()) return new(BusResult.Transient);
        world.Events.After(at - world.TrueNow, () => Enqueue(envelope));
        return new(BusResult.Sent);
    }

    public ValueTask<BusResult> Send(IReadOnlyList<RelayCommand> commands, CancellationToken cancel = default)
    {
        if (Refuses()) return new(BusResult.Transient);
        foreach (var command in commands)
        {
            world.Watch.Commanded(command);
            ToRelay(command);
            if (world.Chance.Hits(Fault.CommandsTwice)) ToRelay(command);
        }
        return new(BusResult.Sent);
    }

    private bool Refuses() => Sends++ == FailSend || world.Chance.Hits(Fault.BusTransient);

    /// <summary>In order for each relay.</summary>
    private void ToRelay(RelayCommand command)
    {
        var now = world.Events.Now;
        var at = now + (world.Options.CommandDelay?.Invoke(command) ?? Delay());
        if (_relayFree.TryGetValue(command.Relay, out var free) && at < free) at = free;
        _relayFree[command.Relay] = at;
        world.Events.After(at - now, () => world.Relays.First(r => r.Id == command.Relay).Perform(command));
    }

    private TimeSpan Delay() =>
        world.Chance.Hits(Fault.BusDelay) ? world.Chance.Between(20, 900) : world.Chance.Between(0.1, 2);

    private TimeSpan Delay(Envelope envelope) => world.Options.InputDelay?.Invoke(envelope) ?? Delay();

    private void Enqueue(Envelope envelope)
    {
        if (!_mailboxes.TryGetValue(envelope.Actor, out var mailbox)) _mailboxes[envelope.Actor] = mailbox = new();
        mailbox.Enqueue((envelope, 1));
        Waiting++;
        if (mailbox.Count == 1) world.Events.After(Delay(envelope), () => Deliver(mailbox, 1));
    }

    private void Deliver(Queue<(Envelope Envelope, int Delivery)> mailbox, int delivery)
    {
        var envelope = mailbox.Peek().Envelope;
        var engine = world.Chance.Next(world.Engines.Count);
        if (world.Engines.Count > 1 && world.Chance.Hits(Fault.LostLock))
        {
            var other = (engine + 1) % world.Engines.Count;
            world.Events.After(world.Chance.Between(0, 150), () => _ = Turn(envelope, other));
        }
        _ = Run(mailbox, delivery, engine);
    }

    private async Task Run(Queue<(Envelope Envelope, int Delivery)> mailbox, int delivery, int engine)
    {
        var envelope = mailbox.Peek().Envelope;
        var done = await Turn(envelope, engine);
        if (!done && delivery < MaxDeliveries)
        {
            var pause = TimeSpan.FromMilliseconds(Math.Min(5_000, 50 * Math.Pow(2, delivery - 1)));
            world.Events.After(pause, () => Deliver(mailbox, delivery + 1));
            return;
        }
        if (!done) DeadLetter(envelope);
        mailbox.Dequeue();
        Waiting--;
        if (mailbox.Count > 0) world.Events.After(Delay(mailbox.Peek().Envelope), () => Deliver(mailbox, 1));
        else _mailboxes.Remove(envelope.Actor);
    }

    /// <summary>False when the input is to be delivered again.</summary>
    private async Task<bool> Turn(Envelope envelope, int engine)
    {
        world.Trace.Add($"engine{engine} {envelope.Actor.Kind} {envelope.Kind}", envelope.Bytes);
        _deciding[envelope.Actor] = _deciding.GetValueOrDefault(envelope.Actor) + 1;
        try
        {
            var outcome = await world.Engines[engine].Runtime.Turn(envelope);
            if (outcome.Status == TurnStatus.DeadLetter) DeadLetter(envelope);
            return outcome.Status != TurnStatus.Abandon;
        }
        catch (CrashException)
        {
            world.Engines[engine].Restart();
            return false;
        }
        catch (Exception fault) // host loop: what an engine throws is a finding, not the end of the run
        {
            world.Fail($"engine{engine} threw {fault}");
            return false;
        }
        finally
        {
            if (--_deciding[envelope.Actor] == 0) _deciding.Remove(envelope.Actor);
        }
    }

    private void DeadLetter(Envelope envelope)
    {
        DeadLetters++;
        world.Fail($"dead letter: {envelope.Actor} {envelope.Kind}");
    }
}
