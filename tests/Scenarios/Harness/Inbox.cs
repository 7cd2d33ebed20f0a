namespace ServerlessSip.Scenarios.Harness;

/// <summary>What a process, phone or control line has said so far, and a way to wait for what it says next.</summary>
internal sealed class Inbox<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _items = [];
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<T> All
    {
        get { lock (_gate) return [.. _items]; }
    }

    public void Add(T item)
    {
        lock (_gate)
        {
            _items.Add(item);
            _arrived.SetResult();
            _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>
    /// The first item that matches, taken out; a <see cref="TimeoutException"/> that lists the rest when none comes.
    /// </summary>
    public async Task<T> Take(Predicate<T> match, string what, TimeSpan? within = null)
    {
        var limit = within ?? Patience.Usual;
        using var timeout = new CancellationTokenSource(limit);
        while (true)
        {
            Task next;
            lock (_gate)
            {
                var at = _items.FindIndex(match);
                if (at >= 0)
                {
                    var item = _items[at];
                    _items.RemoveAt(at);
                    return item;
                }
                next = _arrived.Task;
            }
            try
            {
                await next.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(
                    $"no {what} within {limit.TotalSeconds:0.#} s; seen:\n{string.Join('\n', All)}");
            }
        }
    }
}
