using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>Hands the results of commands to the handlers that wait for them in the same process.</summary>
public sealed class CommandResults
{
    private readonly Lock _lock = new();
    private readonly Dictionary<InputId, Waiting> _waiting = [];

    /// <summary>The result to come; several may wait for that of one command.</summary>
    internal Task<CommandResult> Expect(InputId id)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(id, out var waiting)) _waiting.Add(id, waiting = new Waiting());
            waiting.Count++;
            return waiting.Source.Task;
        }
    }

    /// <summary>One that waited waits no more.</summary>
    internal void Forget(InputId id, Task<CommandResult> expected)
    {
        lock (_lock)
        {
            if (_waiting.TryGetValue(id, out var waiting) && waiting.Source.Task == expected && --waiting.Count == 0)
                _waiting.Remove(id);
        }
    }

    internal void Complete(InputId id, CommandResult result)
    {
        lock (_lock)
        {
            if (_waiting.Remove(id, out var waiting)) waiting.Source.SetResult(result);
        }
    }

    private sealed class Waiting
    {
        public TaskCompletionSource<CommandResult> Source { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }
    }
}
