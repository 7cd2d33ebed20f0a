namespace ServerlessSip.RouteTesting;

/// <summary>A clock that stands until the test moves it; timers fire on the way, in the order of their times.</summary>
internal sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<(Timer Timer, long Armed), (DateTimeOffset At, long Number)> _due = new();
    private DateTimeOffset _now = start;
    private long _number;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state), period);
        timer.Change(dueTime, period);
        return timer;
    }

    public void At(DateTimeOffset at, Action action) =>
        CreateTimer(_ => action(), null, Later(at - GetUtcNow()), Timeout.InfiniteTimeSpan);

    /// <summary>
    /// Moves to the next timer that is due until then and fires it; false, at that time, when none is.
    /// </summary>
    public bool Step(DateTimeOffset until)
    {
        Timer? fired = null;
        lock (_lock)
        {
            while (fired is null)
            {
                if (!_due.TryPeek(out var next, out var due) || due.At > until)
                {
                    if (until > _now) _now = until;
                    return false;
                }
                _due.Dequeue();
                if (next.Timer.Armed != next.Armed) continue;
                if (due.At > _now) _now = due.At;
                fired = next.Timer;
            }
        }
        fired.Fire();
        return true;
    }

    private static TimeSpan Later(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private void Arm(Timer timer, TimeSpan after)
    {
        lock (_lock)
        {
            timer.Armed = ++_number;
            if (after != Timeout.InfiniteTimeSpan) _due.Enqueue((timer, timer.Armed), (_now + after, timer.Armed));
        }
    }

    private sealed class Timer(VirtualClock clock, Action action, TimeSpan period) : ITimer
    {
        private TimeSpan _period = period;

        /// <summary>Which of its times counts; an earlier one was changed or taken back.</summary>
        public long Armed { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            clock.Arm(this, dueTime);
            return true;
        }

        public void Fire()
        {
            if (_period > TimeSpan.Zero) clock.Arm(this, _period);
            action();
        }

        public void Dispose() => clock.Arm(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
