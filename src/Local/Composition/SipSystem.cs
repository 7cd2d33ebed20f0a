using ServerlessSip.Edge;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Engine.Runtime.Routes;
using ServerlessSip.Local.Bus;
using ServerlessSip.Local.Recording;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Composition;

/// <summary>Relay, bus, runtime and actors of one process.</summary>
internal sealed class SipSystem : IAsyncDisposable
{
    /// <summary>The name of the one relay in flows and tokens: the same after a restart.</summary>
    internal const string RelayId = "local";

    private static readonly TimeSpan s_drainTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_drainPause = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly EmbeddedBus _bus;
    private readonly DnsWork _work;
    private readonly RouteRunner? _routes;
    private readonly Relay _relay;
    private readonly Sweep _sweep;
    private Task _sweeping = Task.CompletedTask;

    public SipSystem(StartOptions start, SipAddresses addresses, SipSurroundings around)
    {
        var clock = TimeProvider.System;
        _bus = new EmbeddedBus(clock, BusLimits.Default, around.Logs.CreateLogger<EmbeddedBus>());
        IBus bus = around.Recorder is { } recorder ? new RecordingBus(_bus, recorder) : _bus;
        _work = new DnsWork(_bus, clock, RuntimeLimits.Default, around.Resolve);
        var routing = around.Routes is { } routes ? routes.From.Settings(routes.Table) : null;
        if (routing is not null)
        {
            var (from, table) = around.Routes!.Value;
            _routes = from.Runner(new RouteRunnerParts
            {
                Table = table,
                Settings = routing,
                Bus = _bus,
                Log = around.Logs.CreateLogger<RouteRunner>(),
            });
            _bus.AttachWork(work => _ = _routes.Work(work));
        }
        var parts = new RuntimeParts
        {
            Store = around.Recorder is { } learning ? new RecordingStore(around.Store, learning) : around.Store,
            Bus = bus,
            Push = around.Push,
            Users = around.Users,
            Work = _work,
            Routes = _routes,
            Actors = SipActors.All,
            Settings = SipSettings.Engine(start.Options.Sip, start.Keys, addresses) with { Routing = routing },
            Log = around.Logs.CreateLogger<ActorRuntime>(),
            Results = new CommandResults(),
            Hooks = around.Hooks,
        };
        var runtime = new ActorRuntime(parts);
        _sweep = new Sweep(parts, runtime);
        _bus.Attach(runtime.Turn);
        Commands = new CommandGateway(parts);
        var options = SipSettings.Relay(RelayId, start.Options.Sip, start.Keys, addresses);
        _relay = new Relay(options, bus, clock, around.Logs.CreateLogger<Relay>());
        _bus.AttachRelay(RelayId, _relay.Perform);
    }

    public CommandGateway Commands { get; }

    public async Task Start()
    {
        try
        {
            await _relay.StartAsync();
        }
        catch (RelayBindException e)
        {
            var taken = new ListenAddress(e.Listener.Transport, e.Listener.EndPoint);
            throw new StartRefusedException(new OptionError(
                "Sip:Listen", taken.ToString(), $"a free port: port {taken.EndPoint.Port} is in use"));
        }
        _sweeping = _sweep.RunUntil(_stop.Token);
    }

    /// <summary>No more input, then what is under way comes to its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _relay.StopAsync();
        await _stop.CancelAsync();
        await _sweeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var waited = TimeProvider.System.GetTimestamp();
        while (_bus.Waiting > 0 && TimeProvider.System.GetElapsedTime(waited) < s_drainTime)
            await Task.Delay(s_drainPause);
        _bus.Dispose();
        _work.Dispose();
        _routes?.Dispose();
        _stop.Dispose();
    }
}
