using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge;

/// <summary>
/// Received responses: matched to a client transaction, else addressed by the token in their branch, else dropped.
/// </summary>
internal sealed class ResponseIntake(RelayParts parts, Uplink uplink)
{
    public void Take(ReadOnlySpan<byte> message, in SipHead head, Flow flow)
    {
        parts.Counters.Add(RelayCount.ReceivedResponses);
        Span<byte> buffer = stackalloc byte[TransactionKey.MaxLength];
        var key = buffer[..TransactionKey.WriteClient(head, buffer)];
        if (key.IsEmpty)
        {
            parts.Counters.Add(RelayCount.DroppedKeyTooLong);
            return;
        }
        if (TryMatch(message, head, key, flow)) return;

        // RFC 6026 §7.3: without a transaction here a response lives by the signed branch alone.
        var address = ActorAddressing.Find(head, parts.Options.Domains, parts.Options.Keys);
        if (address.Kind == 0) parts.Counters.Add(RelayCount.DroppedStrayResponse);
        else uplink.SendAndForget(new ActorKey((ActorKind)address.Kind, address.Hash), message.ToArray(), flow);
    }

    private bool TryMatch(ReadOnlySpan<byte> message, in SipHead head, ReadOnlySpan<byte> key, Flow flow)
    {
        var shard = parts.ShardOf(key);
        ReadOnlyMemory<byte> request;
        bool isUp;
        TransactionActions actions;
        ClientEntry? entry;
        lock (shard.Gate)
        {
            if (!shard.Clients.TryGet(key, out entry)) return false;
            request = entry.Request;
            actions = entry.Take(InputOf(head.StatusCode), parts.Clock.Now.Milliseconds);
            isUp = (actions & TransactionActions.PassUp) != 0 && !IsIdleTrying(entry, head.StatusCode);
            entry.HadProvisional |= head.StatusCode < 200;
            if ((actions & TransactionActions.End) != 0) parts.Forget(shard, entry);
            else shard.Rearm(entry);
        }
        var bytes = isUp ? message.ToArray() : null;
        if ((actions & TransactionActions.SendAck) != 0) Acknowledge(shard, entry, request, bytes ?? message.ToArray());
        if (bytes is not null) uplink.SendAndForget(entry.Actor, bytes, flow);
        else parts.Counters.Add(RelayCount.AbsorbedRepeats);
        return true;
    }

    /// <summary>
    /// RFC 3261 §17.1.1.3: the ACK to a 3xx–6xx goes where the INVITE went. Made once, then repeated.
    /// </summary>
    private void Acknowledge(Shard shard, ClientEntry entry, ReadOnlyMemory<byte> request, byte[] response)
    {
        var ack = request;
        if (!request.Span.StartsWith("ACK "u8))
        {
            if (!SipMessage.TryParse(request, out var invite, out _)
                || !SipMessage.TryParse(response, out var failure, out _, SipLimits.Default))
            {
                return;
            }
            ack = RequestWriter.AckForFailure(invite!, failure!);
            lock (shard.Gate) entry.Request = ack;
        }
        parts.Send(entry.Target, ack);
    }

    /// <summary>
    /// The first 100 of a branch goes up (RFC 3261 §9.1 waits for a provisional); later ones say nothing.
    /// </summary>
    private static bool IsIdleTrying(ClientEntry entry, int status) => status == 100 && entry.HadProvisional;

    private static TransactionInput InputOf(int status) => status switch
    {
        < 200 => TransactionInput.Provisional,
        < 300 => TransactionInput.Success,
        _ => TransactionInput.Failure,
    };
}
