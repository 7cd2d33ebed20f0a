using Microsoft.AspNetCore.SignalR;

namespace ServerlessSip.Local.Push;

/// <summary>Server to client only, as serverless SignalR demands: there is no method that a client could call.</summary>
internal sealed class EventsHub(Subscribers subscribers) : Hub
{
    public override Task OnConnectedAsync()
    {
        subscribers.Connected(Context.ConnectionId);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        subscribers.Disconnected(Context.ConnectionId);
        return Task.CompletedTask;
    }
}
