namespace ServerlessSip.Local.Tests.Several;

/// <summary>Keeps the engine that decides on a certain input from saving until it is let go.</summary>
internal sealed class Hold(Predicate<string> input)
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _free = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Predicate<string> Input => input;

    /// <summary>Completes when an engine is held.</summary>
    public Task Held => _held.Task.WaitAsync(Cluster.Patience);

    public Task Wait()
    {
        _held.SetResult();
        return _free.Task;
    }

    public void LetGo() => _free.SetResult();
}
