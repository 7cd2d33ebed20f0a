using ServerlessSip.Ports;

namespace ServerlessSip.Local.Bus;

/// <summary>An input that could not be decided, and why.</summary>
public sealed record DeadLetter(Envelope Input, string Reason, DateTimeOffset At);

/// <summary>The newest dead letters, and how many there have been.</summary>
public sealed class DeadLetters(int capacity)
{
    private readonly Queue<DeadLetter> _newest = new();
    private long _count;

    /// <summary>How many there have been since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    public IReadOnlyList<DeadLetter> Newest
    {
        get
        {
            lock (_newest) return [.. _newest];
        }
    }

    internal void Add(DeadLetter letter)
    {
        Interlocked.Increment(ref _count);
        lock (_newest)
        {
            if (_newest.Count == capacity) _newest.Dequeue();
            _newest.Enqueue(letter);
        }
    }
}
