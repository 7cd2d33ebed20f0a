using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Bus;

/// <summary>
/// The mailboxes and who delivers from them: one owner a mailbox, in order, again after a fault, never too many.
/// </summary>
internal sealed class Deliveries
{
    private const int ShardCount = 64;

    private readonly Dictionary<ActorKey, Mailbox>[] _shards = new Dictionary<ActorKey, Mailbox>[ShardCount];
    private readonly TimeProvider _clock;
    private readonly BusLimits _limits;
    private readonly ILogger _log;
    private readonly ScheduledInputs _scheduled;
    private readonly Consumers _consumers = new();
    private int _waiting;

    public Deliveries(TimeProvider clock, BusLimits limits, ILogger log, ScheduledInputs scheduled)
    {
        (_clock, _limits, _log, _scheduled) = (clock, limits, log, scheduled);
        for (var i = 0; i < ShardCount; i++) _shards[i] = [];
        DeadLetters = new DeadLetters(limits.MaxDeadLetters);
    }

    public DeadLetters DeadLetters { get; }

    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>How many actors have a mailbox.</summary>
    public int Mailboxes
    {
        get
        {
            var count = 0;
            foreach (var shard in _shards)
                lock (shard) count += shard.Count;
            return count;
        }
    }

    public void Add(Consumer consumer) => _consumers.Add(consumer);

    /// <summary>The consumer is gone: what it had under way is delivered to another.</summary>
    public void Remove(Consumer consumer)
    {
        _consumers.Remove(consumer);
        var orphans = new List<Ownership>();
        foreach (var shard in _shards)
        {
            lock (shard)
            {
                foreach (var mailbox in shard.Values)
                    if (mailbox.Consumer == consumer) orphans.Add(TakeAway(mailbox));
            }
        }
        foreach (var orphan in orphans) RunQueue.ToPool(orphan);
    }

    public BusResult Accept(Envelope envelope)
    {
        if (_consumers.IsEmpty) return BusResult.Transient;
        // Only what comes from a socket may be decided on the caller's thread.
        var inline = !RunQueue.IsInside && envelope.Kind is EnvelopeKind.Sip or EnvelopeKind.Timeout;
        var shard = Shard(envelope.Actor);
        Mailbox mailbox;
        lock (shard)
        {
            if (shard.TryGetValue(envelope.Actor, out var busy)) return Enqueue(busy, envelope);
            if (!(inline ? HasRoom(envelope.Kind) : TryReserve(envelope.Kind))) return BusResult.Full;
            mailbox = new Mailbox(envelope.Actor, envelope) { CurrentIsCounted = !inline };
            shard.Add(envelope.Actor, mailbox);
        }
        if (inline) Run(mailbox, 0);
        else RunQueue.Add(new Ownership(this, mailbox, 0));
        return BusResult.Sent;
    }

    /// <summary>Goes on with a mailbox on this thread, unless it was taken away meanwhile.</summary>
    public void Resume(Mailbox mailbox, int generation)
    {
        lock (Shard(mailbox.Actor))
            if (mailbox.Generation != generation) return;
        Run(mailbox, generation);
    }

    /// <summary>
    /// Takes the present delivery of an actor away from whoever has it, as a lost lock does: the input is delivered
    /// again while the first may still be at it. False when the actor has none.
    /// </summary>
    public bool TakeAway(ActorKey actor)
    {
        Ownership next;
        var shard = Shard(actor);
        lock (shard)
        {
            if (!shard.TryGetValue(actor, out var mailbox)) return false;
            next = TakeAway(mailbox);
        }
        RunQueue.ToPool(next);
        return true;
    }

    /// <summary>The new right to deliver; call with the shard's lock held.</summary>
    private Ownership TakeAway(Mailbox mailbox)
    {
        mailbox.DeliverAgain();
        if (!mailbox.CurrentIsCounted) CountCurrent(mailbox);
        return new Ownership(this, mailbox, ++mailbox.Generation);
    }

    private BusResult Enqueue(Mailbox mailbox, Envelope envelope)
    {
        if (mailbox.Waiting >= _limits.MaxWaitingPerActor || !TryReserve(envelope.Kind)) return BusResult.Full;
        mailbox.Enqueue(envelope);
        return BusResult.Sent;
    }

    /// <summary>Runs the mailbox on this thread, and after it what its turns sent to others.</summary>
    private void Run(Mailbox mailbox, int generation)
    {
        RunQueue.Enter();
        try
        {
            var turns = 0;
            Drain(mailbox, generation, ref turns);
            while (turns < _limits.MaxTurnsInline && RunQueue.TryTake(out var next))
                Drain(next!.Mailbox, next.Generation, ref turns);
        }
        finally
        {
            RunQueue.Leave(wasInside: false);
        }
    }

    private void Drain(Mailbox mailbox, int generation, ref int turns)
    {
        while (true)
        {
            if (turns++ == _limits.MaxTurnsInline)
            {
                RunQueue.ToPool(new Ownership(this, mailbox, generation));
                return;
            }
            if (!TryDeliver(mailbox, generation, out var outcome)) return;
            if (!Settle(mailbox, generation, outcome)) return;
        }
    }

    /// <summary>False when the turn is not over yet: then it settles itself, and this thread is free.</summary>
    private bool TryDeliver(Mailbox mailbox, int generation, out TurnOutcome outcome)
    {
        outcome = default;
        if (_consumers.Next() is not { } consumer)
        {
            AwaitConsumer(mailbox, generation);
            return false;
        }
        mailbox.Consumer = consumer;
        try
        {
            var turn = consumer.Turn(mailbox.Current);
            if (turn.IsCompleted)
            {
                outcome = turn.GetAwaiter().GetResult();
                return true;
            }
            lock (Shard(mailbox.Actor))
                if (!mailbox.CurrentIsCounted && mailbox.Generation == generation) CountCurrent(mailbox);
            _ = Finish(turn, mailbox, generation);
            return false;
        }
        catch (Exception fault)
        {
            // host loop: a throw ends one delivery, which is tried again.
            outcome = Thrown(mailbox.Actor, fault);
            return true;
        }
    }

    /// <summary>Looks again a little later; that nobody was there is no failed delivery.</summary>
    private void AwaitConsumer(Mailbox mailbox, int generation)
    {
        lock (Shard(mailbox.Actor))
        {
            if (mailbox.Generation != generation) return;
            if (!mailbox.CurrentIsCounted) CountCurrent(mailbox);
        }
        _scheduled.TryAdd(
            new Ownership(this, mailbox, generation), _clock.GetUtcNow() + _limits.FirstRedeliveryDelay);
    }

    private async Task Finish(ValueTask<TurnOutcome> turn, Mailbox mailbox, int generation)
    {
        TurnOutcome outcome;
        try
        {
            outcome = await turn;
        }
        catch (Exception fault)
        {
            // host loop: a throw ends one delivery, which is tried again.
            outcome = Thrown(mailbox.Actor, fault);
        }
        if (!Settle(mailbox, generation, outcome)) return;
        if (RunQueue.IsInside) RunQueue.Add(new Ownership(this, mailbox, generation));
        else Run(mailbox, generation);
    }

    private TurnOutcome Thrown(ActorKey actor, Exception fault)
    {
        _log.TurnThrew(fault, actor);
        return TurnOutcome.Abandon($"{fault.GetType().Name}: {fault.Message}");
    }

    /// <summary>Ends a delivery; true when the same owner goes on with the next input.</summary>
    private bool Settle(Mailbox mailbox, int generation, TurnOutcome outcome)
    {
        var shard = Shard(mailbox.Actor);
        lock (shard)
        {
            if (mailbox.Generation != generation) return false;
            mailbox.Consumer = null;
            var input = mailbox.Current;
            if (outcome.Status != TurnStatus.Done)
            {
                if (outcome.Status == TurnStatus.Abandon && input.DeliveryCount < _limits.MaxDeliveries)
                {
                    mailbox.DeliverAgain();
                    if (!mailbox.CurrentIsCounted) CountCurrent(mailbox);
                    var at = _clock.GetUtcNow() + RedeliveryDelay(input.DeliveryCount);
                    _scheduled.TryAdd(new Ownership(this, mailbox, generation), at);
                    return false;
                }
                Bury(input, outcome.Reason ?? "no reason given");
            }
            if (mailbox.CurrentIsCounted) Interlocked.Decrement(ref _waiting);
            if (mailbox.TryDequeue(out var next))
            {
                mailbox.Current = next!;
                mailbox.CurrentIsCounted = true;
                return true;
            }
            shard.Remove(mailbox.Actor);
            return false;
        }
    }

    private void Bury(Envelope input, string reason)
    {
        DeadLetters.Add(new DeadLetter(input, reason, _clock.GetUtcNow()));
        _log.DeadLettered(input.Actor, input.Kind, input.DeliveryCount, reason);
    }

    private TimeSpan RedeliveryDelay(int deliveries)
    {
        var delay = _limits.FirstRedeliveryDelay * Math.Pow(2, Math.Min(deliveries - 1, 20));
        return delay < _limits.LongestRedeliveryDelay ? delay : _limits.LongestRedeliveryDelay;
    }

    private int LimitFor(EnvelopeKind kind) =>
        kind is EnvelopeKind.Sip or EnvelopeKind.Command ? _limits.MaxWaiting : _limits.MaxWaitingInternal;

    private bool HasRoom(EnvelopeKind kind) => Volatile.Read(ref _waiting) < LimitFor(kind);

    private bool TryReserve(EnvelopeKind kind)
    {
        if (Interlocked.Increment(ref _waiting) <= LimitFor(kind)) return true;
        Interlocked.Decrement(ref _waiting);
        return false;
    }

    private void CountCurrent(Mailbox mailbox)
    {
        mailbox.CurrentIsCounted = true;
        Interlocked.Increment(ref _waiting);
    }

    private Dictionary<ActorKey, Mailbox> Shard(ActorKey actor) => _shards[(int)actor.Hash & (ShardCount - 1)];
}
