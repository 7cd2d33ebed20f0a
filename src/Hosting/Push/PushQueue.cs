using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ServerlessSip.Ports;

namespace ServerlessSip.Hosting.Push;

/// <summary>
/// Events on their way to web clients. A turn only leaves an event in this bounded queue; when clients are slower than
/// calls the oldest events fall out, and the clients see by the versions that they must ask.
/// </summary>
internal sealed partial class PushQueue : IAsyncDisposable
{
    /// <summary>Most events that wait.</summary>
    public const int Capacity = 1024;

    private static readonly Meter s_meter = new("ServerlessSip.Push");
    private static readonly Counter<long> s_dropped = s_meter.CreateCounter<long>("push.dropped", "{event}");

    private readonly Func<string, PushEvent, Task> _send;
    private readonly Channel<(string Group, PushEvent Event)> _waiting;
    private readonly Task _pump;
    private readonly ILogger _log;
    private long _dropped;

    public PushQueue(Func<string, PushEvent, Task> send, ILogger log)
    {
        _send = send;
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

    public void Add(string group, PushEvent pushEvent) => _waiting.Writer.TryWrite((group, pushEvent));

    /// <summary>Sends what still waits.</summary>
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
                await _send(group, pushEvent);
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
