namespace ServerlessSip.Local.Bus;

/// <summary>
/// What waits for its instant: buckets of 10 ms, found by a heap over the buckets, driven by one timer. Nothing comes
/// early.
/// </summary>
internal sealed class ScheduledInputs : IDisposable
{
    private const long BucketTicks = TimeSpan.TicksPerMillisecond * 10;

    private readonly object _gate = new();
    private readonly Dictionary<long, List<object>> _buckets = [];
    private readonly PriorityQueue<long, long> _order = new();
    private readonly TimeProvider _clock;
    private readonly Action<object> _due;
    private readonly ITimer _timer;
    private long _armedFor = long.MaxValue;
    private bool _closed;

    /// <param name="due">Called outside of any lock with what was added; must not throw.</param>
    public ScheduledInputs(TimeProvider clock, Action<object> due)
    {
        (_clock, _due) = (clock, due);
        _timer = clock.CreateTimer(
            static self => ((ScheduledInputs)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count { get; private set; }

    /// <summary>False when there are <paramref name="limit"/> already.</summary>
    public bool TryAdd(object item, DateTimeOffset at, int limit = int.MaxValue)
    {
        var bucket = (at.UtcTicks + BucketTicks - 1) / BucketTicks;
        lock (_gate)
        {
            if (_closed || Count >= limit) return false;
            if (!_buckets.TryGetValue(bucket, out var items))
            {
                _buckets[bucket] = items = new List<object>(1);
                _order.Enqueue(bucket, bucket);
            }
            items.Add(item);
            Count++;
            if (bucket < _armedFor) Arm(bucket);
        }
        return true;
    }

    public void Dispose()
    {
        lock (_gate) _closed = true;
        _timer.Dispose();
    }

    private void Fire()
    {
        var due = new List<List<object>>();
        lock (_gate)
        {
            if (_closed) return;
            var now = _clock.GetUtcNow().UtcTicks / BucketTicks;
            while (_order.TryPeek(out var bucket, out _) && bucket <= now)
            {
                _order.Dequeue();
                _buckets.Remove(bucket, out var items);
                Count -= items!.Count;
                due.Add(items);
            }
            Arm(_order.TryPeek(out var next, out _) ? next : long.MaxValue);
        }
        foreach (var items in due)
            foreach (var item in items) _due(item);
    }

    private void Arm(long bucket)
    {
        _armedFor = bucket;
        if (bucket == long.MaxValue)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }
        var wait = TimeSpan.FromTicks(bucket * BucketTicks - _clock.GetUtcNow().UtcTicks);
        // A timer counts whole milliseconds and at most 49 days; one that fires too soon is armed again.
        wait = TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, 86_400_000));
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
