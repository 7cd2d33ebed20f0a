using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;

namespace ServerlessSip.Local.Push;

/// <summary>
/// Server to client only, as serverless SignalR demands: there is no method that a client could call.
/// </summary>
internal sealed class EventsHub(Subscribers subscribers) : Hub
{
    /// <summary>
    /// Goes before the hub on a connection: a client that has shaken hands may subscribe before the hub is told of it.
    /// </summary>
    public static ConnectionDelegate Track(ConnectionDelegate hub, Subscribers subscribers) => async connection =>
    {
        subscribers.Opened(connection.ConnectionId);
        try
        {
            await hub(connection);
        }
        finally
        {
            subscribers.Closed(connection.ConnectionId);
        }
    };

    public override Task OnConnectedAsync()
    {
        subscribers.Ready(Context.ConnectionId);
        return Task.CompletedTask;
    }
}
