namespace ServerlessSip.Simulation.Clock;

/// <summary>
/// The clock of one machine: virtual, and as wrong as the seed says. Its timers run in the event queue.
/// </summary>
internal sealed class SimClock(EventQueue events, TimeSpan skew) : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override DateTimeOffset GetUtcNow() => Start + events.Now + skew;
    public override long GetTimestamp() => events.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(events, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
