using Microsoft.AspNetCore.SignalR;
using ServerlessSip.Hosting.Push;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Push;

/// <summary>Events to the web clients of this process, through a bounded queue.</summary>
internal sealed class SignalRPush : IPush, IAsyncDisposable
{
    /// <summary>Most events that wait.</summary>
    public const int Capacity = PushQueue.Capacity;

    /// <summary>Where the hub is; a client is led here by <c>POST /events/negotiate</c>.</summary>
    public const string HubPath = "/events/hub";

    /// <summary>The method that clients listen to.</summary>
    public const string ClientMethod = "event";

    private readonly IHubContext<EventsHub> _hub;
    private readonly Subscribers _subscribers;
    private readonly PushQueue _waiting;

    public SignalRPush(IHubContext<EventsHub> hub, Subscribers subscribers, ILogger<SignalRPush> log)
    {
        _hub = hub;
        _subscribers = subscribers;
        _waiting = new PushQueue(
            (group, pushEvent) => hub.Clients.Group(group).SendAsync(ClientMethod, pushEvent), log);
    }

    /// <summary>Events that fell out since the start.</summary>
    public long Dropped => _waiting.Dropped;

    public ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel = default)
    {
        if (_subscribers.Any(group)) _waiting.Add(group, pushEvent);
        return ValueTask.CompletedTask;
    }

    public ValueTask<PushEndpoint> Negotiate(string user, CancellationToken cancel = default) =>
        ValueTask.FromResult(new PushEndpoint(HubPath, AccessToken: null));

    public async ValueTask<bool> Subscribe(string connectionId, string group, CancellationToken cancel = default)
    {
        if (!await _subscribers.Join(connectionId, group, cancel)) return false;
        await _hub.Groups.AddToGroupAsync(connectionId, group, cancel);
        return true;
    }

    public ValueTask DisposeAsync() => _waiting.DisposeAsync();
}
