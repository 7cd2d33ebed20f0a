using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge;

/// <summary>
/// Fires what is due. Called from one thread; what it finds under a shard's lock is done after the lock is given
/// back.
/// </summary>
internal sealed class TimerDriver(
    RelayParts parts, Uplink uplink, OwnResponses responses, TryingSender tryings)
{
    /// <summary>Most entries taken under one hold of a shard's lock.</summary>
    private const int Batch = 64;

    private readonly Queue<Deed> _deeds = new(2 * Batch);

    public void Tick()
    {
        // What a fault left undone the last time.
        PerformAll();
        uplink.Retry();
        var now = parts.Clock.Now.Milliseconds;
        foreach (var shard in parts.Shards)
        {
            while (TakeBatch(shard, now)) PerformAll();
        }
    }

    /// <summary>
    /// The earliest timer, on the relay's monotonic clock. Walks all timers: for tests and simulation.
    /// </summary>
    public long NextAt()
    {
        var next = uplink.NextAt();
        foreach (var shard in parts.Shards)
        {
            lock (shard.Gate) next = Math.Min(next, shard.Wheel.NextAt());
        }
        return next;
    }

    private bool TakeBatch(Shard shard, long now)
    {
        var taken = 0;
        lock (shard.Gate)
        {
            while (taken < Batch && shard.Wheel.TakeDue(now) is { } entry)
            {
                taken++;
                Fire(shard, entry, now);
            }
        }
        return taken > 0;
    }

    private void Fire(Shard shard, TimedEntry entry, long now)
    {
        var isOver = false;
        while (entry.TryTakeTimer(now, out var timer))
        {
            var actions = entry.Take(timer, now);
            Note(entry, actions);
            isOver |= (actions & TransactionActions.End) != 0;
        }
        if (entry is ServerEntry server)
        {
            if (server.AnswerAt <= now) Answer(server, now);
            isOver = (isOver && server.RefuseUntil == 0) || (server.RefuseUntil != 0 && server.RefuseUntil <= now);
        }
        if (isOver) parts.Forget(shard, entry);
        else shard.Rearm(entry);
    }

    private void Note(TimedEntry entry, TransactionActions actions)
    {
        if ((actions & TransactionActions.Send) != 0)
        {
            parts.Counters.Add(RelayCount.Retransmissions);
            _deeds.Enqueue(entry switch
            {
                ServerEntry server => new Deed(server.Target, server.LastResponse),
                ClientEntry client => new Deed(client.Target, client.Request) { Client = client },
                SuccessEntry success => new Deed(success.Target, success.Response),
                _ => default,
            });
        }
        if ((actions & TransactionActions.SendTrying) != 0 && entry is ServerEntry waiting) Try(waiting);
        if ((actions & TransactionActions.ReportTimeout) != 0) NoteTimeout(entry);
    }

    private void NoteTimeout(TimedEntry entry)
    {
        switch (entry)
        {
            case ClientEntry client:
                _deeds.Enqueue(new Deed(client.Actor, GiveUpReason.NoResponse, client.Key, client.Target.Flow));
                break;
            case ServerEntry { RefuseUntil: 0 } server:
                _deeds.Enqueue(new Deed(server.Actor, GiveUpReason.NoAck, server.Key, server.Target.Flow));
                break;
            case SuccessEntry success:
                _deeds.Enqueue(new Deed(success.Actor, GiveUpReason.NoAck, success.Transaction, success.Target.Flow));
                break;
        }
    }

    /// <summary>100 says that the request is in good hands: not before the bus has it.</summary>
    private void Try(ServerEntry entry)
    {
        if (!entry.IsHeld)
        {
            entry.IsTryingDue = true;
            return;
        }
        if (tryings.Begin(entry) is { IsEmpty: false } trying)
            _deeds.Enqueue(new Deed(entry.Target, trying) { Trying = entry });
    }

    /// <summary>The functions have sent nothing in time: 500, and the actor is told.</summary>
    private void Answer(ServerEntry entry, long now)
    {
        entry.Accept();
        if (entry.Request.IsEmpty || responses.Failed(entry.Request) is not { } failure) return;
        if ((entry.Take(TransactionInput.Failure, now) & TransactionActions.Send) == 0) return;
        parts.Counters.Add(RelayCount.AnsweredByRelay);
        entry.LastResponse = failure;
        entry.Request = default;
        entry.RefuseUntil = now + parts.Times.Life;
        _deeds.Enqueue(new Deed(entry.Target, failure));
        _deeds.Enqueue(new Deed(entry.Actor, GiveUpReason.AnsweredByRelay, entry.Key, entry.Target.Flow));
    }

    private void PerformAll()
    {
        while (_deeds.TryDequeue(out var deed)) Perform(deed);
    }

    private void Perform(in Deed deed)
    {
        if (deed.Reason != GiveUpReason.None)
        {
            uplink.SendTimeout(deed.Actor, deed.Reason, deed.Key, deed.Target.Flow);
        }
        else if (deed.Trying is { } waiting)
        {
            tryings.Send(waiting, deed.Target, deed.Bytes);
        }
        else if (!parts.Send(deed.Target, deed.Bytes, deed.Client) && deed.Client is { } client)
        {
            TransportFailed(client);
        }
    }

    /// <summary>RFC 3261 §17.1.4: the user of a client transaction hears that its request did not go.</summary>
    public void TransportFailed(ClientEntry entry)
    {
        var shard = parts.ShardOf(entry.Key);
        lock (shard.Gate)
        {
            var actions = entry.Take(TransactionInput.TransportError, parts.Clock.Now.Milliseconds);
            if ((actions & TransactionActions.ReportTransportError) == 0) return;
            parts.Forget(shard, entry);
        }
        uplink.SendTimeout(entry.Actor, GiveUpReason.TransportError, entry.Key, entry.Target.Flow);
    }

    /// <summary>One message to send, or one give-up to report.</summary>
    private readonly record struct Deed(SendTarget Target, ReadOnlyMemory<byte> Bytes)
    {
        public Deed(ActorKey actor, GiveUpReason reason, byte[] key, Flow? flow)
            : this(new SendTarget(flow, null, SipTransport.None, 0), default)
        {
            Actor = actor;
            Reason = reason;
            Key = key;
        }

        public ClientEntry? Client { get; init; }

        /// <summary>Set when the message is the 100 of that transaction.</summary>
        public ServerEntry? Trying { get; init; }
        public ActorKey Actor { get; }
        public GiveUpReason Reason { get; }
        public byte[]? Key { get; }
    }
}
