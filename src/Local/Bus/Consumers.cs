using System.Collections.Immutable;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Bus;

/// <summary>An engine that takes inputs from the bus.</summary>
internal sealed record Consumer(Func<Envelope, ValueTask<TurnOutcome>> Turn);

/// <summary>The engines there are; they take deliveries in turn. Thread-safe.</summary>
internal sealed class Consumers
{
    private ImmutableArray<Consumer> _all = [];
    private int _next;

    public bool IsEmpty => _all.IsEmpty;

    public void Add(Consumer consumer) =>
        ImmutableInterlocked.Update(ref _all, static (all, c) => all.Add(c), consumer);

    public void Remove(Consumer consumer) =>
        ImmutableInterlocked.Update(ref _all, static (all, c) => all.Remove(c), consumer);

    /// <summary>Who takes the next delivery; null when nobody is there.</summary>
    public Consumer? Next()
    {
        var all = _all;
        return all.Length switch
        {
            0 => null,
            1 => all[0],
            _ => all[(int)((uint)Interlocked.Increment(ref _next) % (uint)all.Length)],
        };
    }
}
