using Azure.Messaging.ServiceBus;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.Edge;
using ServerlessSip.Hosting.Options;
using ServerlessSip.Ports;
using ServerlessSip.UdpRelay.Probing;

namespace ServerlessSip.UdpRelay.Composition;

/// <summary>
/// Runs the relay between its sockets and Service Bus. At SIGTERM no call begins any more, and those that are being set
/// up have half a minute to get their answers. What the bus is too slow or gone for, the relay answers by itself.
/// </summary>
internal sealed class RelayHost : IHostedService, IAsyncDisposable
{
    /// <summary>64·T1: no transaction lives longer.</summary>
    public static readonly TimeSpan DrainFor = TimeSpan.FromSeconds(32);

    private static readonly TimeSpan s_drainPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_probeEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_roundTripLimit = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly ServiceBusBus _bus;
    private readonly RelayInbox _inbox;
    private readonly Relay _relay;
    private readonly RoundTrips _trips;
    private readonly TimeProvider _clock;
    private Task _running = Task.CompletedTask;
    private volatile bool _isDraining;

    public RelayHost(RelaySettings settings, ServiceBusClient client, ServiceBusOptions options, BusSurroundings around)
    {
        _clock = around.Clock;
        // A relay sends bytes alone, never payload objects.
        _bus = new ServiceBusBus(client, options, static _ => null, around);
        _trips = new RoundTrips(_bus, settings.Id, _clock);
        _relay = new Relay(settings.Relay, _bus, _clock, around.Log);
        _inbox = new RelayInbox(client, settings.Id, Perform, around);
    }

    /// <summary>Why no call should be sent here; null when all is well.</summary>
    public string? Unreadiness =>
        _isDraining ? "draining"
        : !_inbox.IsUp ? "the session of this relay is not held"
        : _trips.SinceLast > s_roundTripLimit ? "no round trip through the functions in 10 s"
        : null;

    public async Task StartAsync(CancellationToken cancel)
    {
        try
        {
            await _relay.StartAsync(cancel);
        }
        catch (RelayBindException e)
        {
            var taken = e.Listener.EndPoint;
            throw new StartRefusedException(
                new OptionError("Sip:Listen", taken.ToString(), $"a free port: port {taken.Port} is in use"));
        }
        _running = Task.WhenAll(_inbox.RunUntil(_stop.Token), _trips.RunUntil(s_probeEvery, _stop.Token));
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        _isDraining = true;
        _relay.Drain();
        var end = _clock.GetUtcNow() + DrainFor;
        while (_relay.IsBusy && _clock.GetUtcNow() < end && !cancel.IsCancellationRequested)
            await Task.Delay(s_drainPause, _clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _relay.StopAsync();
        await _stop.CancelAsync();
        await _running;
        await _bus.DisposeAsync();
    }

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return _relay.DisposeAsync();
    }

    private void Perform(IReadOnlyList<RelayCommand> commands)
    {
        foreach (var command in commands)
            if (!_trips.TryTake(command)) _relay.Perform(command);
    }
}
