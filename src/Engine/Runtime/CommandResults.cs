using System.Collections.Concurrent;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>Hands the results of commands to the handlers that wait for them in the same process.</summary>
public sealed class CommandResults
{
    private readonly ConcurrentDictionary<InputId, TaskCompletionSource<CommandResult>> _waiting = new();

    internal Task<CommandResult> Expect(InputId id) =>
        _waiting.GetOrAdd(id, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    internal void Forget(InputId id) => _waiting.TryRemove(id, out _);

    internal void Complete(InputId id, CommandResult result)
    {
        if (_waiting.TryRemove(id, out var waiting)) waiting.TrySetResult(result);
    }
}
