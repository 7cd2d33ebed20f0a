using ServerlessSip.Ports;

namespace ServerlessSip.Edge.Retransmission;

/// <summary>
/// The ids of commands that were performed, each until its command's end of life, the oldest forgotten first at the
/// limit.
/// </summary>
internal sealed class PerformedIds(int limit)
{
    private readonly Lock _gate = new();
    private readonly HashSet<UInt128> _ids = [];
    private readonly Queue<(UInt128 Id, long Until)> _order = new();

    public int Count
    {
        get
        {
            lock (_gate) return _order.Count;
        }
    }

    /// <summary>False when the id is known: its command was performed.</summary>
    public bool TryAdd(InputId id, DateTimeOffset notAfter, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (!_ids.Add(id.Value)) return false;
            while (_order.TryPeek(out var oldest) && (oldest.Until < now.UtcTicks || _order.Count >= limit))
            {
                _ids.Remove(oldest.Id);
                _order.Dequeue();
            }
            _order.Enqueue((id.Value, notAfter.UtcTicks));
            return true;
        }
    }
}
