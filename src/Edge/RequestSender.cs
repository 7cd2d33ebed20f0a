using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge;

/// <summary>Sends requests of functions, and repeats them until the match.</summary>
internal sealed class RequestSender(RelayParts parts, Uplink uplink, TimerDriver timers)
{
    public void Send(RelayCommand command, in SipHead head)
    {
        if (command.Retransmission is not (Ports.Retransmission.InviteClient or Ports.Retransmission.NonInviteClient))
        {
            parts.Send(SendTarget.Of(command), command.Bytes);
            return;
        }
        Span<byte> buffer = stackalloc byte[TransactionKey.MaxLength];
        var key = buffer[..TransactionKey.WriteClient(head, buffer)];
        if (key.IsEmpty) parts.Counters.Add(RelayCount.CommandsUnusable);
        else if (!parts.Clients.TryTake()) Refuse(command, key);
        else Begin(command, key);
    }

    private void Begin(RelayCommand command, ReadOnlySpan<byte> key)
    {
        var entry = ClientEntry.Create(key, command, parts.Times, parts.Clock.Now.Milliseconds);
        var shard = parts.ShardOf(key);
        lock (shard.Gate)
        {
            if (shard.Clients.TryGet(key, out _))
            {
                parts.Clients.Give();
                parts.Counters.Add(RelayCount.CommandsRepeated);
                return;
            }
            // Before the send: the response may come on another thread at once.
            shard.Clients.Add(entry);
            shard.Rearm(entry);
        }
        if (!parts.Send(entry.Target, command.Bytes, entry)) timers.TransportFailed(entry);
    }

    private void Refuse(RelayCommand command, ReadOnlySpan<byte> key)
    {
        parts.Counters.Add(RelayCount.TableFull);
        uplink.SendTimeout(command.Actor, GiveUpReason.TransportError, key, command.Flow);
    }
}
