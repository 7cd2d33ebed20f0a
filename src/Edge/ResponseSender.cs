using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge;

/// <summary>Sends responses of functions and remembers them for repeats of their request.</summary>
internal sealed class ResponseSender(RelayParts parts)
{
    public void Send(RelayCommand command, in SipHead head)
    {
        Span<byte> buffer = stackalloc byte[TransactionKey.MaxLength];
        var key = buffer[..TransactionKey.WriteServer(head, buffer)];
        if (key.IsEmpty || command.Flow is not { } flow)
        {
            parts.Counters.Add(RelayCount.CommandsUnusable);
            return;
        }
        var target = ResponseRoute.Of(head, flow, head.ViaRPort);
        if (!TryApply(command, head, key, target, out var isBehind)) parts.Counters.Add(RelayCount.ResponsesLate);
        else if (!isBehind) parts.Send(target, command.Bytes);
    }

    /// <summary>False when the transaction has no use for the response any more.</summary>
    /// <param name="isBehind">Whether it goes out after a 100 that is under way, and by that one's hand.</param>
    private bool TryApply(
        RelayCommand command, in SipHead head, ReadOnlySpan<byte> key, in SendTarget target, out bool isBehind)
    {
        isBehind = false;
        var now = parts.Clock.Now.Milliseconds;
        var input = ServerEntry.InputOf(head.StatusCode, command.Retransmission);
        var shard = parts.ShardOf(key);
        ServerEntry? entry;
        lock (shard.Gate)
        {
            if (!shard.Servers.TryGet(key, out entry))
            {
                entry = Restore(shard, command, head, key, target);
                if (entry is null) return true;
            }
            if (entry.RefuseUntil != 0) return false;
            var actions = entry.Take(input, now);
            if ((actions & TransactionActions.Send) == 0) return false;
            Remember(entry, command, input, target);
            isBehind = entry.IsTryingUnderWay;
            if (isBehind) (entry.Behind ??= []).Enqueue((target, command.Bytes));
            if ((actions & TransactionActions.End) != 0) parts.Forget(shard, entry);
            else shard.Rearm(entry);
        }
        if (command.Retransmission == Ports.Retransmission.UasSuccess) RepeatSuccess(command, head, entry, target);
        return true;
    }

    private static void Remember(ServerEntry entry, RelayCommand command, TransactionInput input, in SendTarget target)
    {
        entry.Accept();
        entry.Request = default;
        entry.Target = target;
        // RFC 6026 §7.1: a 2xx to INVITE is never repeated by the transaction.
        if (entry is not InviteServerEntry || input != TransactionInput.Success) entry.LastResponse = command.Bytes;
    }

    /// <summary>
    /// A response whose request this relay does not remember, after a restart or from another relay: what must be
    /// repeated until an ACK gets its transaction back. Null when the response is sent and forgotten.
    /// </summary>
    private ServerEntry? Restore(
        Shard shard, RelayCommand command, in SipHead head, ReadOnlySpan<byte> key, in SendTarget target)
    {
        var isRepeated = command.Retransmission is Ports.Retransmission.InviteServer or Ports.Retransmission.UasSuccess;
        if (!isRepeated || head.CSeqMethod != SipMethod.Invite || !parts.Servers.TryTake()) return null;
        var entry = ServerEntry.Create(true, key, command.Actor, target, (parts.Times, parts.Clock.Now.Milliseconds));
        shard.Servers.Add(entry);
        return entry;
    }

    /// <summary>RFC 3261 §13.3.1.4.</summary>
    private void RepeatSuccess(RelayCommand command, in SipHead head, ServerEntry server, in SendTarget target)
    {
        Span<byte> buffer = stackalloc byte[TransactionKey.MaxLength];
        var key = buffer[..SuccessEntry.WriteKey(head, buffer)];
        if (key.IsEmpty || !parts.Successes.TryTake())
        {
            parts.Counters.Add(RelayCount.TableFull);
            return;
        }
        var entry = new SuccessEntry(new UasSuccess(parts.Times, parts.Clock.Now.Milliseconds))
        {
            Key = key.ToArray(),
            Actor = command.Actor,
            Target = target,
            Response = command.Bytes,
            Transaction = server.Key,
        };
        var shard = parts.ShardOf(key);
        lock (shard.Gate)
        {
            if (shard.Successes.TryGet(key, out var repeated))
            {
                server.Success = repeated;
                parts.Successes.Give();
                return;
            }
            server.Success = entry;
            shard.Successes.Add(entry);
            shard.Rearm(entry);
        }
    }
}
