using System.Collections.Immutable;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.AzureAdapters;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.AzureAdapters.Tables;
using ServerlessSip.AzureSurface.Fakes;
using ServerlessSip.Contracts;
using ServerlessSip.Edge;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Functions.Input;
using ServerlessSip.Hosting.Engines;
using ServerlessSip.Hosting.Users;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Tables;

namespace ServerlessSip.AzureSurface.Suites.Cost;

/// <summary>The whole Azure edition on the fakes: relay, bus, functions, engine, table.</summary>
internal sealed class AzureSystem : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualTime _time = new();
    private readonly FakeFunctionsHost _host;
    private readonly RelayCore _relay;
    private int _settled;

    public AzureSystem(bool withCache)
    {
        var time = _time;
        Broker = new FakeBroker(time);
        var client = new FakeServiceBusClient(Broker);
        var around = new BusSurroundings(Counts, time, NullLogger.Instance);
        var bus = new ServiceBusBus(client, ServiceBusOptions.Default, PayloadCodec.Encode, around);
        var keys = new TokenKeys("0123456789abcdef0123456789abcdef"u8);
        var domains = new DomainSet(["example.com"], [("127.0.0.1", 5060)]);
        var users = ImmutableSortedDictionary<string, string>.Empty.Add("alice", "pw-alice").Add("bob", "pw-bob");
        var parts = new RuntimeParts
        {
            Store = new TableStateStore(
                new StorageTable(new FakeTable(), Counts), new EngineDocumentCodec(),
                (key, why) => Assert.Fail($"{key}: {why}")),
            Bus = bus,
            Push = new NoPush(),
            Users = new ConfiguredUsers(users, domains),
            Work = new DnsWork(bus, time, RuntimeLimits.Default),
            Actors = SipActors.All,
            Settings = new EngineSettings
            {
                Domains = domains,
                Keys = keys,
                Listeners = [new ListenerAddress(SipTransport.Udp, "127.0.0.1:5060", "127.0.0.1:5060", false)],
            },
            Clock = time,
            Limits = RuntimeLimits.Default with { ScheduleIsDurable = true },
            Cache = withCache ? new DocumentCache(100) : null,
        };
        var input = new SipInput(new ActorRuntime(parts).Turn, bus, new SessionHolds(ServiceBusOptions.Default, time),
            Counts, NullLogger<SipInput>.Instance);
        _host = new FakeFunctionsHost(Broker, async (message, actions, session) =>
        {
            await input.Handle(message, actions, session, CancellationToken.None);
            Interlocked.Increment(ref _settled);
        });
        var options = new RelayOptions
        {
            RelayId = "relay-0",
            Listeners = [new(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 5060), "127.0.0.1:5060")],
            Domains = domains,
            Keys = keys,
        };
        _relay = new RelayCore(options, 7, bus, (Network, time));
        _ = new RelayInbox(client, "relay-0", commands =>
        {
            foreach (var command in commands) _relay.Perform(command);
        }, around).RunUntil(_stop.Token);
    }

    public OperationCounts Counts { get; } = new();
    public FakeBroker Broker { get; }
    public WireNetwork Network { get; } = new();

    /// <summary>A datagram from a phone at a port of this machine.</summary>
    public void Receive(int port, string message) => _relay.Received(Encoding.UTF8.GetBytes(message), new Flow
    {
        Relay = "relay-0",
        Transport = SipTransport.Udp,
        Listener = 0,
        Remote = new IPEndPoint(IPAddress.Loopback, port),
    });

    /// <summary>Lets time pass, and what is due by then come.</summary>
    public void Pass(TimeSpan time)
    {
        _time.Advance(time);
        Broker.Due();
    }

    /// <summary>Waits until every message that was taken has been handled.</summary>
    public async Task Quiet()
    {
        while (Volatile.Read(ref _settled) < Broker.Delivered(QueueNames.SipIn))
            await Broker.Change().WaitAsync(TimeSpan.FromSeconds(10));
    }

    public void Dispose()
    {
        _stop.Cancel();
        _host.Die();
        _stop.Dispose();
    }

    private sealed class NoPush : IPush
    {
        public ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel) => default;

        public ValueTask<PushEndpoint> Negotiate(string user, CancellationToken cancel) =>
            throw new InvalidOperationException();

        public ValueTask<bool> Subscribe(string connectionId, string group, CancellationToken cancel) =>
            throw new InvalidOperationException();
    }
}
