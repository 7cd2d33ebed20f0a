using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Simulation.Queues;

/// <summary>A bus in virtual time: in order per actor, at least once, now and then on two engines at a time.</summary>
internal sealed class QueueBus(QueueWorld world) : IBus
{
    private const int MaxDeliveries = 12;
    private readonly Dictionary<ActorKey, Queue<Envelope>> _mailboxes = [];
    private TimeSpan _relayFree;
    private ulong _number;

    public int Sends { get; private set; }

    public ValueTask<BusResult> Send(Envelope envelope, CancellationToken cancel = default)
    {
        if (Refuses()) return new(BusResult.Transient);
        if (envelope.Kind == EnvelopeKind.Tell && world.Chance.Next(100) < world.Faults.LostTells)
            return new(BusResult.Sent);
        Enqueue(envelope);
        if (world.Chance.Hits(Fault.BusDuplicate)) Enqueue(envelope);
        return new(BusResult.Sent);
    }

    public ValueTask<BusResult> Schedule(Envelope envelope, DateTimeOffset at, CancellationToken cancel = default)
    {
        if (Refuses()) return new(BusResult.Transient);
        world.Events.After(at - world.Now, () => Enqueue(envelope));
        return new(BusResult.Sent);
    }

    public ValueTask<BusResult> Send(IReadOnlyList<RelayCommand> commands, CancellationToken cancel = default)
    {
        if (Refuses()) return new(BusResult.Transient);
        foreach (var command in commands)
        {
            ToRelay(command);
            if (world.Chance.Hits(Fault.CommandsTwice)) ToRelay(command);
        }
        return new(BusResult.Sent);
    }

    /// <summary>A message from outside, which no relay refuses here.</summary>
    public void Received(byte[] text, IParty from)
    {
        world.Trace.Add($"from {from.EndPoint}", text);
        var call = new ActorKey(ActorKind.Call, ActorAddressing.CallHash(SimText.Parse(text).CallId));
        Enqueue(new Envelope
        {
            Id = InputId.FromRelay(1, ++_number),
            Actor = call,
            Kind = EnvelopeKind.Sip,
            Bytes = text,
            Flow = QueueWorld.FlowOf(from.EndPoint),
            At = world.Now,
        });
    }

    public void Deliver(ActorKey to, EnvelopeKind kind, object payload) => Enqueue(new Envelope
    {
        Id = InputId.FromRelay(2, ++_number),
        Actor = to,
        Kind = kind,
        Payload = payload,
        At = world.Now,
    });

    private bool Refuses() => Sends++ == world.Faults.FailSend || world.Chance.Hits(Fault.BusTransient);

    private void ToRelay(RelayCommand command)
    {
        var at = world.Events.Now + Delay();
        if (at < _relayFree) at = _relayFree;
        _relayFree = at;
        world.Events.After(at - world.Events.Now, () => world.Perform(command));
    }

    private TimeSpan Delay() =>
        world.Chance.Hits(Fault.BusDelay) ? world.Chance.Between(20, 900) : world.Chance.Between(0.1, 2);

    private void Enqueue(Envelope envelope)
    {
        if (!_mailboxes.TryGetValue(envelope.Actor, out var mailbox)) _mailboxes[envelope.Actor] = mailbox = new();
        mailbox.Enqueue(envelope);
        if (mailbox.Count == 1) world.Events.After(Delay(), () => Next(mailbox, 1));
    }

    private void Next(Queue<Envelope> mailbox, int delivery)
    {
        var engine = world.Chance.Next(world.Engines.Count);
        if (world.Engines.Count > 1 && world.Chance.Hits(Fault.LostLock))
        {
            var envelope = mailbox.Peek();
            var other = (engine + 1) % world.Engines.Count;
            world.Events.After(world.Chance.Between(0, 150), () => _ = Turn(envelope, other));
        }
        _ = Run(mailbox, delivery, engine);
    }

    private async Task Run(Queue<Envelope> mailbox, int delivery, int engine)
    {
        var envelope = mailbox.Peek();
        if (!await Turn(envelope, engine))
        {
            if (delivery == MaxDeliveries) world.Fail($"dead letter: {envelope.Actor} {envelope.Kind}");
            var pause = TimeSpan.FromMilliseconds(Math.Min(5_000, 50 * Math.Pow(2, delivery - 1)));
            world.Events.After(pause, () => Next(mailbox, delivery + 1));
            return;
        }
        mailbox.Dequeue();
        if (mailbox.Count > 0) world.Events.After(Delay(), () => Next(mailbox, 1));
        else _mailboxes.Remove(envelope.Actor);
    }

    /// <summary>False when the input is to be delivered again.</summary>
    private async Task<bool> Turn(Envelope envelope, int engine)
    {
        world.Trace.Add($"engine{engine} {envelope.Actor} {envelope.Kind} {envelope.Payload}");
        try
        {
            var outcome = await world.Engines[engine].Runtime.Turn(envelope);
            if (outcome.Status == TurnStatus.DeadLetter) world.Fail($"dead letter: {outcome.Reason}");
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
    }
}
