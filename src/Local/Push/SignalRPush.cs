using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Push;

/// <summary>
/// Events to the web clients of this process. A turn only leaves an event in a bounded queue; when clients are slower
/// than calls the oldest events fall out, and the clients see by the versions that they must ask.
/// </summary>
internal sealed partial class SignalRPush : IPush, IAsyncDisposable
{
    /// <summary>Most events that wait.</summary>
    public const int Capacity = 1024;

    /// <summary>Where the hub is; a client is led here by <c>POST /events/negotiate</c>.</summary>
    public const string HubPath = "/events/hub";

    /// <summary>The method that clients listen to.</summary>
    public const string ClientMethod = "event";

    private static readonly Meter s_meter = new("ServerlessSip.Push");
    private static readonly Counter<long> s_dropped = s_meter.CreateCounter<long>("push.dropped", "{event}");

    private readonly IHubContext<EventsHub> _hub;
    private readonly Subscribers _subscribers;
    private readonly Channel<(string Group, PushEvent Event)> _waiting;
    private readonly Task _pump;
    private readonly ILogger _log;
    private long _dropped;

    public SignalRPush(IHubContext<EventsHub> hub, Subscribers subscribers, ILogger<SignalRPush> log)
    {
        _hub = hub;
        _subscribers = subscribers;
        _log = log;
        var options = new BoundedChannelOptions(Capacity)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
        };
        _waiting = Channel.CreateBounded<(string Group, PushEvent Event)>(options, _ => CountDropped());
        _pump = Task.Run(Pump);
    }

    /// <summary>Events that fell out since the start.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    public ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel = default)
    {
        if (_subscribers.Any(group)) _waiting.Writer.TryWrite((group, pushEvent));
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

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _pump;
    }

    private async Task Pump()
    {
        await foreach (var (group, pushEvent) in _waiting.Reader.ReadAllAsync())
        {
            try
            {
                await _hub.Clients.Group(group).SendAsync(ClientMethod, pushEvent);
            }
            catch (Exception fault)
            {
                // host loop: one event that could not be sent is a gap that clients see, not the end of events.
                LogNotSent(fault, pushEvent.Resource, pushEvent.Version);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "event {Version} of {Resource} was not sent to web clients")]
    private partial void LogNotSent(Exception fault, string resource, long version);

    private void CountDropped()
    {
        Interlocked.Increment(ref _dropped);
        s_dropped.Add(1);
    }
}
