using ServerlessSip.Edge;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Local.Bus;
using ServerlessSip.Local.Options;

namespace ServerlessSip.Local.Composition;

/// <summary>Relay, bus, runtime and actors of one process.</summary>
internal sealed class SipSystem : IAsyncDisposable
{
    /// <summary>The name of the one relay in flows and tokens: the same after a restart.</summary>
    private const string RelayId = "local";

    private static readonly TimeSpan s_drainTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_drainPause = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly EmbeddedBus _bus;
    private readonly DnsWork _work;
    private readonly Relay _relay;
    private readonly Sweep _sweep;
    private Task _sweeping = Task.CompletedTask;

    public SipSystem(StartOptions start, SipAddresses addresses, SipSurroundings around)
    {
        var clock = TimeProvider.System;
        _bus = new EmbeddedBus(clock, BusLimits.Default, around.Logs.CreateLogger<EmbeddedBus>());
        _work = new DnsWork(_bus, clock, RuntimeLimits.Default, around.Resolve);
        var parts = new RuntimeParts
        {
            Store = around.Store,
            Bus = _bus,
            Push = around.Push,
            Users = around.Users,
            Work = _work,
            Actors = [new CallActor(), new LocationActor()],
            Settings = Settings(start, addresses),
            Log = around.Logs.CreateLogger<ActorRuntime>(),
            Results = new CommandResults(),
            Hooks = around.Hooks,
        };
        var runtime = new ActorRuntime(parts);
        _sweep = new Sweep(parts, runtime);
        _bus.Attach(runtime.Turn);
        Commands = new CommandGateway(parts);
        _relay = new Relay(RelayOptions(start, addresses), _bus, clock, around.Logs.CreateLogger<Relay>());
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
        _stop.Dispose();
    }

    private static EngineSettings Settings(StartOptions start, SipAddresses addresses) => new()
    {
        Domains = addresses.Domains,
        Keys = start.Keys,
        Listeners = addresses.Listeners,
        DigestAlgorithms = start.Options.Sip.DigestAlgorithms,
        AcceptForeign = start.Options.Sip.AcceptForeign,
        Forking = start.Options.Sip.Forking,
        RecurseRedirects = start.Options.Sip.RecurseRedirects,
        Limits = EngineLimits.Default with { RingTime = TimeSpan.FromSeconds(start.Options.Sip.RingSeconds) },
    };

    private static RelayOptions RelayOptions(StartOptions start, SipAddresses addresses)
    {
        var options = new RelayOptions
        {
            RelayId = RelayId,
            Listeners = [.. addresses.Listen.Zip(addresses.Listeners, static (listen, name) =>
                new RelayListener(listen.Transport, listen.EndPoint, name.Advertise))],
            Domains = addresses.Domains,
            Keys = start.Keys,
        };
        var sip = start.Options.Sip;
        return options with
        {
            SocketBufferBytes = sip.SocketBufferBytes ?? options.SocketBufferBytes,
            ReceiveThreads = sip.ReceiveThreads ?? options.ReceiveThreads,
        };
    }
}
