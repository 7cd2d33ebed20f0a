using Microsoft.Extensions.Logging;
using ServerlessSip.Ports;

namespace ServerlessSip.Hosting.Push;

/// <summary>A push whose events go through a bounded queue, so that no turn waits for a service.</summary>
internal sealed class QueuedPush(IPush inner, ILogger log) : IPush, IAsyncDisposable
{
    private readonly PushQueue _waiting = new((group, pushEvent) => inner.Publish(group, pushEvent).AsTask(), log);

    public ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel = default)
    {
        _waiting.Add(group, pushEvent);
        return ValueTask.CompletedTask;
    }

    public ValueTask<PushEndpoint> Negotiate(string user, CancellationToken cancel = default) =>
        inner.Negotiate(user, cancel);

    public ValueTask<bool> Subscribe(string connectionId, string group, CancellationToken cancel = default) =>
        inner.Subscribe(connectionId, group, cancel);

    public ValueTask DisposeAsync() => _waiting.DisposeAsync();
}
