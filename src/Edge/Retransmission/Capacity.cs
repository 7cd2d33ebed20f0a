namespace ServerlessSip.Edge.Retransmission;

/// <summary>A count with a limit, shared by all shards.</summary>
internal sealed class Capacity(int limit)
{
    private int _used;

    public int Used => Volatile.Read(ref _used);

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _used) <= limit) return true;
        Interlocked.Decrement(ref _used);
        return false;
    }

    public void Give() => Interlocked.Decrement(ref _used);
}
