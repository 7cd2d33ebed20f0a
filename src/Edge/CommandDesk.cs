using System.Text;
using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge;

/// <summary>Performs what functions order, each command once and none after its end of life. Thread-safe.</summary>
internal sealed class CommandDesk(RelayParts parts, RequestSender requests, ResponseSender responses)
{
    private readonly PerformedIds _performed = new(parts.Options.Limits.MaxPerformedIds);

    public void Perform(RelayCommand command)
    {
        var now = parts.Clock.Now.Utc;
        if (command.NotAfter < now) parts.Counters.Add(RelayCount.CommandsExpired);
        else if (!_performed.TryAdd(command.Id, command.NotAfter, now)) parts.Counters.Add(RelayCount.CommandsRepeated);
        else PerformOnce(command);
    }

    private void PerformOnce(RelayCommand command)
    {
        if (command.OnBehalfOf is { } taken) Accept(taken);
        switch (command.Kind)
        {
            case RelayCommandKind.SendRequest when Scan(command, out var head) && head.IsRequest:
                requests.Send(command, head);
                break;
            case RelayCommandKind.SendResponse when Scan(command, out var head) && !head.IsRequest:
                responses.Send(command, head);
                break;
            case RelayCommandKind.StopSending when command.Transaction is { } transaction:
                Stop(transaction);
                break;
            case RelayCommandKind.Accepted:
                break;
            default:
                parts.Counters.Add(RelayCount.CommandsUnusable);
                break;
        }
    }

    private static bool Scan(RelayCommand command, out SipHead head) =>
        SipHead.TryScan(command.Bytes.Span, out head, out _);

    private void Accept(string transaction)
    {
        Span<byte> buffer = stackalloc byte[TransactionKey.MaxLength];
        if (!Encoding.UTF8.TryGetBytes(transaction, buffer, out var length)) return;
        var key = buffer[..length];
        var shard = parts.ShardOf(key);
        lock (shard.Gate)
        {
            if (!shard.Servers.TryGet(key, out var entry)) return;
            entry.Accept();
            shard.Rearm(entry);
        }
    }

    private void Stop(string transaction)
    {
        Span<byte> buffer = stackalloc byte[TransactionKey.MaxLength];
        if (!Encoding.UTF8.TryGetBytes(transaction, buffer, out var length)) return;
        var key = buffer[..length];
        // branch|METHOD is a client transaction's, branch|sent-by|METHOD a server's.
        if (key.Count((byte)'|') == 1) StopClient(key);
        else StopServer(key);
    }

    private void StopClient(ReadOnlySpan<byte> key)
    {
        var shard = parts.ShardOf(key);
        lock (shard.Gate)
        {
            if (shard.Clients.TryGet(key, out var entry)) parts.Forget(shard, entry);
        }
    }

    private void StopServer(ReadOnlySpan<byte> key)
    {
        var shard = parts.ShardOf(key);
        SuccessEntry? success;
        lock (shard.Gate)
        {
            if (!shard.Servers.TryGet(key, out var entry)) return;
            success = entry.Success;
            // The ACK came through another relay.
            var actions = entry.Take(TransactionInput.Ack, parts.Clock.Now.Milliseconds);
            if ((actions & TransactionActions.End) != 0 && entry.RefuseUntil == 0) parts.Forget(shard, entry);
            else shard.Rearm(entry);
        }
        if (success is null) return;
        var other = parts.ShardOf(success.Key);
        lock (other.Gate) parts.Forget(other, success);
    }
}
