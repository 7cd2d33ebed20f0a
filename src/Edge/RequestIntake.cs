using ServerlessSip.Edge.Defence;
using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge;

/// <summary>Received requests: repeats are absorbed, the rest goes up once.</summary>
internal sealed class RequestIntake(
    RelayParts parts, Uplink uplink, OwnResponses responses, TryingSender tryings)
{
    private readonly ScannerFilter _scanners = new(parts.Options.ScannerAgents);

    public void Take(ReadOnlySpan<byte> message, in SipHead head, Flow flow)
    {
        parts.Counters.Add(RelayCount.ReceivedRequests);
        Span<byte> buffer = stackalloc byte[TransactionKey.MaxLength];
        var key = buffer[..TransactionKey.WriteServer(head, buffer)];
        if (key.IsEmpty) parts.Counters.Add(RelayCount.DroppedKeyTooLong);
        else if (head.Method == SipMethod.Ack) TakeAck(message, head, key, flow);
        else if (!TryRepeat(key)) TakeNew(message, head, key, flow);
    }

    /// <summary>RFC 3261 §17.2: a repeat gets the last response again, or nothing.</summary>
    private bool TryRepeat(ReadOnlySpan<byte> key)
    {
        var shard = parts.ShardOf(key);
        SendTarget target;
        ReadOnlyMemory<byte> response = default;
        lock (shard.Gate)
        {
            if (!shard.Servers.TryGet(key, out var entry)) return false;
            target = entry.Target;
            var actions = entry.Take(TransactionInput.Repeat, parts.Clock.Now.Milliseconds);
            if ((actions & TransactionActions.Send) != 0) response = entry.LastResponse;
        }
        parts.Counters.Add(RelayCount.AbsorbedRepeats);
        if (!response.IsEmpty) parts.Send(target, response);
        return true;
    }

    /// <summary>
    /// An ACK to a 3xx–6xx ends here, also to a 503 of which nothing is remembered; any other goes up, each one (RFC
    /// 6026 §8.7).
    /// </summary>
    private void TakeAck(ReadOnlySpan<byte> message, in SipHead head, ReadOnlySpan<byte> key, Flow flow)
    {
        var shard = parts.ShardOf(key);
        lock (shard.Gate)
        {
            if (shard.Servers.TryGet(key, out var entry))
            {
                var actions = entry.Take(TransactionInput.Ack, parts.Clock.Now.Milliseconds);
                if ((actions & TransactionActions.End) != 0 && entry.RefuseUntil == 0) parts.Forget(shard, entry);
                else shard.Rearm(entry);
                if ((actions & TransactionActions.PassUp) == 0) return;
            }
        }
        if (responses.IsToOverloaded(head))
        {
            parts.Counters.Add(RelayCount.AbsorbedRepeats);
            return;
        }
        StopSuccess(head);
        if (TryAddress(head, out var actor)) uplink.SendAndForget(actor, Copy(message, head, flow), flow);
    }

    /// <summary>RFC 3261 §13.3.1.4: the ACK ends the repeats of our 2xx.</summary>
    private void StopSuccess(in SipHead head)
    {
        if (parts.Successes.Used == 0) return;
        Span<byte> buffer = stackalloc byte[TransactionKey.MaxLength];
        var key = buffer[..SuccessEntry.WriteKey(head, buffer)];
        var shard = parts.ShardOf(key);
        lock (shard.Gate)
        {
            if (shard.Successes.TryGet(key, out var success)) parts.Forget(shard, success);
        }
    }

    private void TakeNew(ReadOnlySpan<byte> message, in SipHead head, ReadOnlySpan<byte> key, Flow flow)
    {
        if (_scanners.Matches(message[..head.HeadLength]))
        {
            parts.Counters.Add(RelayCount.DroppedScanner);
            return;
        }
        if (!TryAddress(head, out var actor)) return;
        var bytes = Copy(message, head, flow);
        var target = ResponseRoute.Of(head, flow, head.ViaRPortOffset >= 0 ? flow.Remote.Port : 0);
        if (parts.IsDraining && head.Method == SipMethod.Invite && head.ToTag.IsEmpty)
        {
            Refuse(null, target, bytes);
            return;
        }
        var expires = Expires(head.Method);
        if (!TryRemember(head, key, new NewServer(actor, target, bytes, expires), out var entry)) return;
        if (entry is null)
        {
            Refuse(null, target, bytes);
            return;
        }
        Finish(uplink.Send(actor, bytes, flow, expires), entry, bytes);
    }

    private readonly record struct NewServer(ActorKey Actor, SendTarget Target, byte[] Bytes, bool Expires);

    /// <summary>False when another thread was first with the same request; no entry when the table is full.</summary>
    private bool TryRemember(in SipHead head, ReadOnlySpan<byte> key, in NewServer made, out ServerEntry? entry)
    {
        entry = null;
        if (!parts.Servers.TryTake())
        {
            parts.Counters.Add(RelayCount.TableFull);
            return true;
        }
        var now = parts.Clock.Now.Milliseconds;
        entry = ServerEntry.Create(head.Method == SipMethod.Invite, key, made.Actor, made.Target, (parts.Times, now));
        entry.Request = made.Bytes;
        entry.Expires = made.Expires;
        if (made.Expires) entry.AnswerAt = now + (long)parts.Options.AnswerBy.TotalMilliseconds;
        var shard = parts.ShardOf(key);
        lock (shard.Gate)
        {
            if (!shard.Servers.TryGet(key, out _))
            {
                shard.Servers.Add(entry);
                shard.Rearm(entry);
                return true;
            }
        }
        parts.Servers.Give();
        parts.Counters.Add(RelayCount.AbsorbedRepeats);
        return false;
    }

    private void Finish(ValueTask<BusResult> sending, ServerEntry entry, byte[] bytes)
    {
        if (sending.IsCompletedSuccessfully) Finish(sending.Result, entry, bytes);
        else _ = FinishLater(sending, entry, bytes);
    }

    private async Task FinishLater(ValueTask<BusResult> sending, ServerEntry entry, byte[] bytes) =>
        Finish(await uplink.Outcome(sending).ConfigureAwait(false), entry, bytes);

    private void Finish(BusResult result, ServerEntry entry, byte[] bytes)
    {
        var shard = parts.ShardOf(entry.Key);
        ReadOnlyMemory<byte> trying = default;
        SendTarget target;
        lock (shard.Gate)
        {
            target = entry.Target;
            // A send may fail though the bus has it, and last longer than we wait for functions.
            if (entry.IsTaken) result = BusResult.Sent;
            if (result != BusResult.Sent) parts.Forget(shard, entry);
            else
            {
                entry.IsHeld = true;
                if (entry.IsTryingDue && !entry.Request.IsEmpty)
                {
                    entry.IsTryingDue = false;
                    trying = tryings.Begin(entry);
                }
            }
        }
        var isPassing = result is BusResult.Full or BusResult.Transient;
        if (isPassing && !entry.Expires && target is { IsReliable: true, Flow: { } flow })
            uplink.SendAndForget(entry.Actor, bytes, flow);
        else if (result != BusResult.Sent) Refuse(entry, target, bytes);
        else if (!trying.IsEmpty) tryings.Send(entry, target, trying);
    }

    /// <summary>
    /// A stateless 503: nothing is remembered of what could not be taken. What ends something gets none, for that would
    /// leave the other side up: over UDP its next repeat may find the bus willing, over a stream it is offered again.
    /// </summary>
    private void Refuse(ServerEntry? entry, in SendTarget target, byte[] request)
    {
        parts.Counters.Add(RelayCount.RefusedOverload);
        if (entry is { Expires: false } && !target.IsReliable) return;
        if (responses.Overloaded(request) is { } response) parts.Send(target, response);
    }

    private bool TryAddress(in SipHead head, out ActorKey actor)
    {
        var address = ActorAddressing.Find(head, parts.Options.Domains, parts.Options.Keys);
        actor = new ActorKey((ActorKind)address.Kind, address.Hash);
        if (address.Kind == 0) parts.Counters.Add(RelayCount.DroppedNoActor);
        return address.Kind != 0;
    }

    /// <summary>Whether the relay answers by itself in the end: for what opens something.</summary>
    private static bool Expires(SipMethod method) =>
        method is not (SipMethod.Bye or SipMethod.Cancel or SipMethod.Prack);

    private static byte[] Copy(ReadOnlySpan<byte> message, in SipHead head, Flow flow) =>
        ReceivedVia.Fill(message, head, flow.Remote);
}
