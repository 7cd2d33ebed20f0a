namespace ServerlessSip.Edge.Retransmission;

/// <summary>
/// A hashed wheel of 10 ms slots: starting, moving and stopping a timer are a few writes, and nothing is allocated.
/// Timers further away than one turn (41 s) wait in their slot for a later turn.
/// </summary>
internal sealed class TimerWheel
{
    public const int GrainMilliseconds = 10;
    private const int Slots = 4096;
    private readonly TimedEntry?[] _slots = new TimedEntry?[Slots];
    private TimedEntry? _cursor;
    private bool _scanning;
    private long _tick;

    public int Count { get; private set; }

    /// <summary>Starts or moves the entry's timer; <see cref="long.MaxValue"/> stops it.</summary>
    public void Set(TimedEntry entry, long dueAt)
    {
        if (entry.Slot >= 0 && entry.DueAt == dueAt) return;
        Remove(entry);
        if (dueAt == long.MaxValue) return;
        entry.DueAt = dueAt;
        var tick = Math.Max((dueAt + GrainMilliseconds - 1) / GrainMilliseconds, _tick + 1);
        Link(entry, (int)(tick & (Slots - 1)));
    }

    public void Remove(TimedEntry entry)
    {
        if (entry.Slot < 0) return;
        if (_cursor == entry) _cursor = entry.Later;
        if (entry.Earlier is null) _slots[entry.Slot] = entry.Later;
        else entry.Earlier.Later = entry.Later;
        if (entry.Later is not null) entry.Later.Earlier = entry.Earlier;
        (entry.Earlier, entry.Later, entry.Slot) = (null, null, -1);
        Count--;
    }

    /// <summary>Takes one entry that is due, out of the wheel; null when none is left.</summary>
    public TimedEntry? TakeDue(long now)
    {
        var last = now / GrainMilliseconds;
        if (Count == 0 || last - _tick > Slots) Skip(Count == 0 ? last : last - Slots);
        while (_tick <= last)
        {
            if (!_scanning) (_cursor, _scanning) = (_slots[_tick & (Slots - 1)], true);
            while (_cursor is { } entry)
            {
                _cursor = entry.Later;
                if (entry.DueAt > now) continue;
                Remove(entry);
                return entry;
            }
            if (_tick == last) return null;
            Skip(_tick + 1);
        }
        return null;
    }

    /// <summary>
    /// The earliest due time; <see cref="long.MaxValue"/> when nothing runs. Walks the wheel: for tests and
    /// simulation.
    /// </summary>
    public long NextAt()
    {
        var next = long.MaxValue;
        foreach (var head in _slots)
        {
            for (var entry = head; entry is not null; entry = entry.Later) next = Math.Min(next, entry.DueAt);
        }
        return next;
    }

    private void Skip(long tick)
    {
        if (tick <= _tick) return;
        (_tick, _cursor, _scanning) = (tick, null, false);
    }

    private void Link(TimedEntry entry, int slot)
    {
        entry.Slot = slot;
        entry.Later = _slots[slot];
        if (entry.Later is not null) entry.Later.Earlier = entry;
        _slots[slot] = entry;
        Count++;
    }
}
