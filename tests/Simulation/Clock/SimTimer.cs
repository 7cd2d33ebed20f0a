namespace ServerlessSip.Simulation.Clock;

/// <summary>One timer of a virtual clock.</summary>
internal sealed class SimTimer(EventQueue events, TimerCallback callback, object? state) : ITimer
{
    private int _generation;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        var generation = ++_generation;
        if (dueTime != Timeout.InfiniteTimeSpan) events.After(dueTime, () => Fire(generation, period));
        return true;
    }

    public void Dispose() => _generation++;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    private void Fire(int generation, TimeSpan period)
    {
        if (generation != _generation) return;
        if (period > TimeSpan.Zero) events.After(period, () => Fire(generation, period));
        callback(state);
    }
}
