using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR.Management;
using ServerlessSip.Ports;

namespace ServerlessSip.AzureAdapters.Push;

/// <summary>
/// Events by Azure SignalR in its serverless, transient mode: each is one REST call. One hub context, opened when it is
/// first needed.
/// </summary>
public sealed class SignalRPush(Func<Task<ServiceHubContext>> open, OperationCounts counts) : IPush, IAsyncDisposable
{
    /// <summary>The hub that web clients connect to.</summary>
    public const string Hub = "sip";

    /// <summary>The method that clients listen to.</summary>
    public const string ClientMethod = "event";

    private readonly Lock _gate = new();
    private Task<ServiceHubContext>? _hub;

    public async ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel = default)
    {
        var hub = await Open();
        counts.Add(Operation.PushSend);
        await hub.Clients.Group(group).SendAsync(ClientMethod, Fields(pushEvent), cancel);
    }

    public async ValueTask<PushEndpoint> Negotiate(string user, CancellationToken cancel = default)
    {
        var hub = await Open();
        counts.Add(Operation.PushOther);
        var options = new NegotiationOptions { UserId = user.Length == 0 ? null : user };
        var response = await hub.NegotiateAsync(options, cancel);
        return new PushEndpoint(response.Url!, response.AccessToken);
    }

    public async ValueTask<bool> Subscribe(string connectionId, string group, CancellationToken cancel = default)
    {
        var hub = await Open();
        counts.Add(Operation.PushOther, 2);
        if (!await hub.ClientManager.ConnectionExistsAsync(connectionId, cancel)) return false;
        await hub.Groups.AddToGroupAsync(connectionId, group, cancel);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        Task<ServiceHubContext>? hub;
        lock (_gate) hub = _hub;
        if (hub is { IsCompletedSuccessfully: true }) await (await hub).DisposeAsync();
    }

    /// <summary>One for all; one that failed to open is opened anew.</summary>
    private Task<ServiceHubContext> Open()
    {
        lock (_gate)
        {
            if (_hub is null or { IsFaulted: true } or { IsCanceled: true }) _hub = open();
            return _hub;
        }
    }

    // By name, so that no serializer's naming rule comes in between.
    private static Dictionary<string, object> Fields(PushEvent pushEvent) => new()
    {
        ["type"] = pushEvent.Type,
        ["resource"] = pushEvent.Resource,
        ["version"] = pushEvent.Version,
        ["at"] = pushEvent.At,
        ["data"] = pushEvent.Data,
    };
}
