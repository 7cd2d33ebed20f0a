using ServerlessSip.Ports;

namespace ServerlessSip.Edge;

/// <summary>
/// Envelopes that the bus would not take and that nobody repeats, a final response above all: they are offered again
/// until they are 64·T1 old. Bounded.
/// </summary>
internal sealed class RefusedEnvelopes(RelayParts parts)
{
    private const int FirstPauseMilliseconds = 100;
    private const int LongestPauseMilliseconds = 2_000;
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Refused, long> _waiting = new();

    /// <param name="Lost">What is counted when it is given up.</param>
    public readonly record struct Refused(Envelope Envelope, RelayCount Lost, long Since, int Pause);

    public int Count
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    public void Add(Envelope envelope, RelayCount lost) =>
        Add(new Refused(envelope, lost, parts.Clock.Now.Milliseconds, FirstPauseMilliseconds));

    /// <summary>The same once more, after a longer pause.</summary>
    public void AddAgain(in Refused refused) =>
        Add(refused with { Pause = Math.Min(2 * refused.Pause, LongestPauseMilliseconds) });

    public bool TryTakeDue(out Refused refused)
    {
        var now = parts.Clock.Now.Milliseconds;
        lock (_gate)
        {
            var isDue = _waiting.TryPeek(out refused, out var at) && at <= now;
            if (isDue) _waiting.Dequeue();
            return isDue;
        }
    }

    public long NextAt()
    {
        lock (_gate) return _waiting.TryPeek(out _, out var at) ? at : long.MaxValue;
    }

    private void Add(in Refused refused)
    {
        var now = parts.Clock.Now.Milliseconds;
        var kept = false;
        lock (_gate)
        {
            if (_waiting.Count < parts.Options.Limits.MaxRefusedEnvelopes && now - refused.Since < parts.Times.Life)
            {
                _waiting.Enqueue(refused, now + refused.Pause);
                kept = true;
            }
        }
        if (!kept) parts.Counters.Add(refused.Lost);
    }
}
