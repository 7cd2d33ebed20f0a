using System.Collections.Concurrent;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Bus;

/// <summary>
/// The bus of one process. An input from a socket whose actor is idle is decided on the very thread that received it;
/// one whose actor is busy waits in the actor's mailbox. Inputs of one actor keep their order, different actors run in
/// parallel.
/// </summary>
public sealed class EmbeddedBus : IBus, IDisposable
{
    private readonly ConcurrentDictionary<string, Action<IReadOnlyList<RelayCommand>>> _relays = new();
    private readonly ScheduledInputs _scheduled;
    private readonly Deliveries _deliveries;
    private readonly TimeProvider _clock;
    private readonly BusLimits _limits;
    private readonly ILogger _log;
    private Action<Envelope>? _work;

    public EmbeddedBus(TimeProvider clock, BusLimits limits, ILogger log)
    {
        (_clock, _limits, _log) = (clock, limits, log);
        _scheduled = new ScheduledInputs(clock, Due);
        _deliveries = new Deliveries(clock, limits, log, _scheduled);
    }

    public DeadLetters DeadLetters => _deliveries.DeadLetters;

    /// <summary>How many inputs wait or are under way on no receiving thread.</summary>
    public int Waiting => _deliveries.Waiting;

    /// <summary>How many inputs wait for their instant.</summary>
    public int Scheduled => _scheduled.Count;

    /// <summary>How many actors have a mailbox.</summary>
    internal int Mailboxes => _deliveries.Mailboxes;

    /// <summary>
    /// Names one more who decides inputs; before the first nothing is taken, and several take deliveries in turn.
    /// Disposing the result takes that one away, and what it had under way is delivered to another.
    /// </summary>
    public IDisposable Attach(Func<Envelope, ValueTask<TurnOutcome>> turn)
    {
        var consumer = new Consumer(turn);
        _deliveries.Add(consumer);
        return new Attachment(_deliveries, consumer);
    }

    /// <summary>Names who takes work; it is handed over at once, in no order, and must not be waited for.</summary>
    public void AttachWork(Action<Envelope> work) => _work = work;

    /// <summary>
    /// Names who performs the commands to a relay: called in order per actor, from many threads, never to wait.
    /// </summary>
    public void AttachRelay(string relay, Action<IReadOnlyList<RelayCommand>> perform) => _relays[relay] = perform;

    public void DetachRelay(string relay) => _relays.TryRemove(relay, out _);

    public ValueTask<BusResult> Send(Envelope envelope, CancellationToken cancel = default) =>
        new(envelope.Kind == EnvelopeKind.Work ? Hand(envelope) : _deliveries.Accept(envelope));

    public ValueTask<BusResult> Schedule(Envelope envelope, DateTimeOffset at, CancellationToken cancel = default)
    {
        if (at <= _clock.GetUtcNow()) return Send(envelope, cancel);
        return new(_scheduled.TryAdd(envelope, at, _limits.MaxScheduled) ? BusResult.Sent : BusResult.Full);
    }

    public ValueTask<BusResult> Send(IReadOnlyList<RelayCommand> commands, CancellationToken cancel = default)
    {
        // What a relay sends from here waits until the turn is over.
        var wasInside = RunQueue.Enter();
        try
        {
            for (var start = 0; start < commands.Count;)
            {
                var end = start + 1;
                while (end < commands.Count && commands[end].Relay == commands[start].Relay) end++;
                Hand(commands, start, end);
                start = end;
            }
        }
        finally
        {
            RunQueue.Leave(wasInside);
        }
        return new(BusResult.Sent);
    }

    /// <summary>
    /// Takes the present delivery of an actor away, as a lost lock does; false when the actor has none.
    /// </summary>
    internal bool TakeAway(ActorKey actor) => _deliveries.TakeAway(actor);

    public void Dispose() => _scheduled.Dispose();

    private BusResult Hand(Envelope work)
    {
        if (_work is not { } take) return BusResult.Fatal;
        take(work);
        return BusResult.Sent;
    }

    private void Hand(IReadOnlyList<RelayCommand> commands, int start, int end)
    {
        if (!_relays.TryGetValue(commands[start].Relay, out var perform))
        {
            _log.RelayUnknown(commands[start].Relay, end - start);
            return;
        }
        perform(start == 0 && end == commands.Count ? commands : [.. commands.Skip(start).Take(end - start)]);
    }

    private void Due(object item)
    {
        if (item is Ownership retry)
        {
            RunQueue.ToPool(retry);
            return;
        }
        var sent = _deliveries.Accept((Envelope)item);
        if (sent != BusResult.Sent) _scheduled.TryAdd(item, _clock.GetUtcNow() + _limits.FirstRedeliveryDelay);
    }

    private sealed class Attachment(Deliveries deliveries, Consumer consumer) : IDisposable
    {
        public void Dispose() => deliveries.Remove(consumer);
    }
}
