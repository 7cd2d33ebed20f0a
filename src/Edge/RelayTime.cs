namespace ServerlessSip.Edge;

/// <summary>An instant on both clocks: the wall for what leaves the relay, a monotonic one for timers.</summary>
internal readonly record struct RelayTime(DateTimeOffset Utc, long Milliseconds);

/// <summary>Reads both clocks of a time provider.</summary>
internal sealed class RelayClock(TimeProvider provider)
{
    private readonly long _start = provider.GetTimestamp();

    public RelayTime Now => new(provider.GetUtcNow(), (long)provider.GetElapsedTime(_start).TotalMilliseconds);
}
