namespace ServerlessSip.Engine.Runtime.Routes;

/// <summary>The time limit of one run: it begins with the code's first line.</summary>
internal sealed class RunLimit(RouteRun run, TimeSpan time, TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private bool _over;

    public void Begin()
    {
        lock (_lock)
        {
            if (!_over && time > TimeSpan.Zero)
                _timer ??= clock.CreateTimer(
                    static run => ((RouteRun)run!).TimeOut(), run, time, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _over = true;
            _timer?.Dispose();
        }
    }
}
