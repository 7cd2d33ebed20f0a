using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.Edge;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Local.Bus;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Local.Tests.Several;

/// <summary>
/// Several relays with sockets of their own and several engines, on one bus and one store. All relays are known by one
/// address, as behind a name or an address that leads to any of them; the test says which one a message comes in by.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    public const string Domain = "sip.test";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Nothing is ever sent there: it is the name that the outside has for all relays.</summary>
    private static readonly IPEndPoint Address = new(IPAddress.Parse("127.0.0.99"), 5060);

    private Death? _death;
    private Hold? _hold;

    private Cluster()
    {
        var keys = new TokenKeys("0123456789abcdef0123456789abcdef"u8);
        Settings = new EngineSettings
        {
            Domains = new DomainSet([Domain], [(Address.Address.ToString(), Address.Port)]),
            Keys = keys,
            Listeners = [new ListenerAddress(SipTransport.Udp, Address.ToString(), Address.ToString(), false)],
        };
    }

    public EmbeddedBus Bus { get; } = new(TimeProvider.System, BusLimits.Default, NullLogger.Instance);
    public MemoryStateStore Documents { get; } = new();
    public EngineSettings Settings { get; }
    public List<Relay> Relays { get; } = [];
    public List<TestEngine> Engines { get; } = [];

    /// <summary>Performed once, by the first engine that it fits.</summary>
    public Death? Death
    {
        get => _death;
        set => _death = value;
    }

    public Hold? Hold
    {
        get => _hold;
        set => _hold = value;
    }

    public static async Task<Cluster> Start(int relays, int engines)
    {
        var cluster = new Cluster();
        for (var i = 0; i < engines; i++) cluster.AddEngine();
        for (var i = 0; i < relays; i++)
            cluster.Relays.Add(await cluster.StartRelay(Relay(i), new IPEndPoint(IPAddress.Loopback, 0)));
        return cluster;
    }

    public static string Relay(int index) => $"r{index}";

    /// <summary>A relay dies and is started anew at its address: what it remembered is lost.</summary>
    public async Task RestartRelay(int index)
    {
        var address = Relays[index].BoundEndPoints[0];
        await Relays[index].DisposeAsync();
        Relays[index] = await StartRelay(Relay(index), address);
    }

    public TestEngine AddEngine()
    {
        var engine = new TestEngine(this);
        Engines.Add(engine);
        return engine;
    }

    /// <summary>A user of one phone that has registered through that relay.</summary>
    public async Task Register(string user, int port, int relay)
    {
        var aor = $"{user}@{Domain}";
        var key = new ActorKey(ActorKind.Location, AddressOfRecord.Hash(aor));
        var state = new LocationState
        {
            Incarnation = new InputId(1),
            Aor = aor,
            Bindings =
            [
                new Binding
                {
                    Contact = $"sip:{user}@127.0.0.1:{port}",
                    ExpiresAt = DateTimeOffset.UtcNow.AddHours(1),
                    Flow = LoopPhone.Flow(Relay(relay), port),
                    CallId = "r",
                    CSeq = 1,
                },
            ],
        };
        var written = await Documents.Put(
            key, new ActorDocument { Key = key, State = state, Version = 1 }, DocumentColumns.None, null);
        Assert.Equal(StoreStatus.Ok, written.Status);
    }

    public static ActorKey KeyOf(string callId) =>
        new(ActorKind.Call, ActorAddressing.CallHash(Encoding.ASCII.GetBytes(callId)));

    /// <summary>The call's document.</summary>
    public async Task<ActorDocument> Document(string callId) =>
        (ActorDocument)(await Documents.Get(KeyOf(callId))).Document!;

    /// <summary>The call has one record, and clients were told of each of its states once.</summary>
    public async Task HasOneRecord(string callId, params string[] states)
    {
        var record = Assert.Single(((CallState)(await Document(callId)).State!).Records);
        Assert.Equal(states[^1], record.StateWord);
        // Phones are answered before clients are told.
        await Until(() => Told(callId).Length >= states.Length, "the last event");
        Assert.Equal(states, Told(callId));
    }

    private string[] Told(string callId) =>
    [
        .. Engines.SelectMany(e => e.Published).Where(e => e.Resource == $"calls/{KeyOf(callId)}")
            .DistinctBy(e => e.Version).OrderBy(e => e.Version).Select(e => e.Data["state"]),
    ];

    public bool Dies(DeathPoint point, string input)
    {
        var death = _death;
        return death is not null && death.Point == point && death.Input(input)
            && Interlocked.CompareExchange(ref _death, null, death) == death;
    }

    public Hold? TakeHold(string input)
    {
        var hold = _hold;
        return hold is not null && hold.Input(input) && Interlocked.CompareExchange(ref _hold, null, hold) == hold
            ? hold
            : null;
    }

    public static async Task Until(Func<bool> holds, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"never: {what}");
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in Relays) await relay.DisposeAsync();
        Bus.Dispose();
    }

    private async Task<Relay> StartRelay(string id, IPEndPoint address)
    {
        var relay = new Relay(
            new RelayOptions
            {
                RelayId = id,
                Listeners = [new(SipTransport.Udp, address, Address.ToString())],
                Domains = Settings.Domains,
                Keys = Settings.Keys,
                ReceiveThreads = 1,
                // What is over is forgotten soon, so that a test can see it.
                Times = new TransactionTimes(500, 4_000, 50),
            },
            Bus, TimeProvider.System, NullLogger.Instance);
        Bus.AttachRelay(id, relay.Perform);
        await relay.StartAsync();
        return relay;
    }
}
