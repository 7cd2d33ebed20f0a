using System.Collections.Concurrent;

namespace ServerlessSip.RouteTesting;

/// <summary>Where the awaits of user code come back: the thread of the test, when it lets things happen.</summary>
internal sealed class TestThread : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _waiting = new();

    public override void Post(SendOrPostCallback d, object? state) => _waiting.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs what waits; false when nothing did.</summary>
    public bool RunAll()
    {
        var any = false;
        while (_waiting.TryDequeue(out var next))
        {
            any = true;
            Run(() => next.Callback(next.State));
        }
        return any;
    }

    /// <summary>Runs it so that its awaits come back here.</summary>
    public void Run(Action action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
