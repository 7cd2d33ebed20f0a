namespace ServerlessSip.Engine.Runtime.Routes;

/// <summary>
/// The threads of user code, apart from the pool that everything else runs on: one that does not come back is counted
/// and replaced, and hurts nobody. The code's own awaits come back here.
/// </summary>
internal sealed class RouteThreads : SynchronizationContext, IDisposable
{
    private const int StackBytes = 512 * 1024;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Queue<Action> _waiting = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly HashSet<Worker> _workers = [];
    private readonly TimeProvider _clock;
    private readonly RouteRunnerOptions _options;
    private readonly Action<Exception> _unhandled;
    private readonly ITimer _looking;
    private int _idle;
    private int _stuck;
    private bool _stopped;

    public RouteThreads(TimeProvider clock, RouteRunnerOptions options, Action<Exception> unhandled)
    {
        (_clock, _options, _unhandled) = (clock, options, unhandled);
        _looking = clock.CreateTimer(static me => ((RouteThreads)me!).Look(), this, s_look, s_look);
    }

    /// <summary>How many threads have not come back in time.</summary>
    public int Stuck => Volatile.Read(ref _stuck);

    /// <summary>How much waits for a thread.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <summary>Runs it on one of the threads, soon.</summary>
    public void Run(Action action)
    {
        lock (_lock)
        {
            if (_stopped) return;
            _waiting.Enqueue(action);
            if (_waiting.Count > _idle && _workers.Count - _stuck < _options.MaxThreads) Start();
        }
        _wake.Release();
    }

    public override void Post(SendOrPostCallback callback, object? state) => Run(() => callback(state));

    public override void Send(SendOrPostCallback callback, object? state) => callback(state);

    public override SynchronizationContext CreateCopy() => this;

    public void Dispose()
    {
        _looking.Dispose();
        lock (_lock)
        {
            _stopped = true;
            _waiting.Clear();
            // One for each that waits; those that are in user code look when they come back.
            if (_workers.Count > 0) _wake.Release(_workers.Count);
        }
    }

    private void Start()
    {
        var worker = new Worker();
        _workers.Add(worker);
        // Unsafe: or all that ever runs there would go by the trace of the call that happened to begin the thread.
        new Thread(() => Work(worker), StackBytes) { IsBackground = true, Name = "routes" }.UnsafeStart();
    }

    private void Work(Worker worker)
    {
        SetSynchronizationContext(this);
        while (TryTake(worker, out var action))
        {
            try
            {
                action!();
            }
            catch (Exception fault)
            {
                // host loop: user code may throw anything, an async void as well; it costs nobody else.
                _unhandled(fault);
            }
        }
    }

    private bool TryTake(Worker worker, out Action? action)
    {
        lock (_lock)
        {
            worker.Since = null;
            if (worker.IsStuck)
            {
                // Another has taken its place.
                _stuck--;
                _workers.Remove(worker);
                action = null;
                return false;
            }
            _idle++;
        }
        var woken = _wake.Wait(s_idle);
        lock (_lock)
        {
            _idle--;
            if (_waiting.TryDequeue(out action))
            {
                worker.Since = _clock.GetTimestamp();
                return true;
            }
            if (woken && !_stopped) return TryTakeLater(worker, out action);
            _workers.Remove(worker);
            return false;
        }
    }

    /// <summary>Woken for what another has taken: it is there for the next.</summary>
    private static bool TryTakeLater(Worker worker, out Action? action)
    {
        worker.Since = null;
        action = static () => { };
        return true;
    }

    /// <summary>Finds those that do not come back, and starts others where something waits.</summary>
    private void Look()
    {
        lock (_lock)
        {
            foreach (var worker in _workers)
            {
                if (worker.IsStuck || worker.Since is not { } since
                    || _clock.GetElapsedTime(since) < _options.StuckAfter) continue;
                worker.IsStuck = true;
                _stuck++;
            }
            for (var wanted = _waiting.Count - _idle; wanted > 0; wanted--)
            {
                if (_workers.Count - _stuck >= _options.MaxThreads) return;
                Start();
            }
        }
    }

    private sealed class Worker
    {
        /// <summary>Since when it is in user code; null when it is not.</summary>
        public long? Since { get; set; }
        public bool IsStuck { get; set; }
    }
}
