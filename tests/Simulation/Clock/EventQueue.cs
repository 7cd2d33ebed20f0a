namespace ServerlessSip.Simulation.Clock;

/// <summary>All that will happen, by time; of one instant in the order in which it was asked for.</summary>
internal sealed class EventQueue
{
    private readonly PriorityQueue<Action, (long At, long Number)> _events = new();
    private long _number;

    /// <summary>Since the start of the simulation.</summary>
    public TimeSpan Now { get; private set; }

    public int Count => _events.Count;

    public void After(TimeSpan delay, Action what) =>
        _events.Enqueue(what, ((Now + (delay < TimeSpan.Zero ? TimeSpan.Zero : delay)).Ticks, _number++));

    /// <summary>Does the next thing; false when there is none until then.</summary>
    public bool Step(TimeSpan until)
    {
        if (!_events.TryPeek(out var what, out var order) || order.At > until.Ticks)
        {
            Now = until > Now ? until : Now;
            return false;
        }
        _events.Dequeue();
        Now = TimeSpan.FromTicks(order.At);
        what();
        return true;
    }
}
