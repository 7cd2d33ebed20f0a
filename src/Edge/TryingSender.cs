using ServerlessSip.Edge.Retransmission;

namespace ServerlessSip.Edge;

/// <summary>
/// Sends a 100 that was decided under the shard's lock, and after it what functions have sent since: the caller never
/// hears 100 after 180 or after a final response (RFC 3261 §17.2.1).
/// </summary>
internal sealed class TryingSender(RelayParts parts, OwnResponses responses)
{
    /// <summary>Decides on it; empty when there is nothing to send. Call with the shard's lock held.</summary>
    public ReadOnlyMemory<byte> Begin(ServerEntry entry)
    {
        if (entry.Request.IsEmpty || responses.Trying(entry.Request) is not { } trying) return default;
        entry.LastResponse = trying;
        entry.IsTryingUnderWay = true;
        return trying;
    }

    /// <summary>Sends what <see cref="Begin"/> gave, without the lock.</summary>
    public void Send(ServerEntry entry, in SendTarget target, ReadOnlyMemory<byte> trying)
    {
        var shard = parts.ShardOf(entry.Key);
        try
        {
            parts.Send(target, trying);
        }
        finally
        {
            while (TryTakeNext(shard, entry, out var next)) parts.Send(next.Target, next.Bytes);
        }
    }

    private static bool TryTakeNext(
        Shard shard, ServerEntry entry, out (SendTarget Target, ReadOnlyMemory<byte> Bytes) next)
    {
        next = default;
        lock (shard.Gate)
        {
            if (entry.Behind is { } behind && behind.TryDequeue(out next)) return true;
            entry.IsTryingUnderWay = false;
            entry.Behind = null;
            return false;
        }
    }
}
