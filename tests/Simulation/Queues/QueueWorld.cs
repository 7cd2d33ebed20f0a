using System.Net;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Clock;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Simulation.Queues;

/// <summary>
/// Callers, agents and one queue in one thread under one seed: the real actors and runtime over a bus and a store that
/// fail as the seed says. The network loses nothing here: what a relay does is simulated in the whole world.
/// </summary>
internal sealed class QueueWorld : IRouteTable
{
    public const string Domain = "sip.test";
    public const string Relay = "r1";
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(5);
    private readonly Dictionary<IPEndPoint, IParty> _parties = [];
    private readonly HashSet<InputId> _performed = [];

    public QueueWorld(int seed, Profile profile, QueueOptions options, QueueFaults? faults = null)
    {
        Seed = seed;
        Options = options;
        Faults = faults ?? new QueueFaults();
        Profile = profile;
        Chance = new Chance(profile, new Random(seed));
        Trace = new Trace(Events);
        Settings = new EngineSettings
        {
            Domains = new DomainSet([Domain], [("10.0.0.100", 5060)]),
            Keys = new TokenKeys("0123456789abcdef0123456789abcdef"u8),
            Listeners = [new ListenerAddress(SipTransport.Udp, "10.0.0.100:5060", "10.0.0.100:5060", false)],
            Routing = new RoutingSettings { Table = this },
            Queues = new QueueSettings([options]),
        };
        Watch = new QueueWatch(this);
        Bus = new QueueBus(this);
        for (var i = 0; i < profile.Engines; i++) Engines.Add(new QueueEngine(this));
        foreach (var member in options.Members) Agents.Add(Join(new SimAgent(this, Agents.Count + 1, member.User)));
        Events.After(profile.FaultsEnd, () => Chance.IsOpen = false);
        Events.After(SweepEvery, Sweep);
    }

    public int Seed { get; }
    public QueueOptions Options { get; }
    public QueueFaults Faults { get; }
    public Profile Profile { get; }
    public EventQueue Events { get; } = new();
    public Chance Chance { get; }
    public Trace Trace { get; }
    public EngineSettings Settings { get; }
    public QueueWatch Watch { get; }
    public QueueBus Bus { get; }
    public List<QueueEngine> Engines { get; } = [];
    public List<SimAgent> Agents { get; } = [];
    public List<SimCaller> Callers { get; } = [];
    public MemoryStateStore Documents { get; } = new();
    public int Writes { get; set; }
    public int Saves { get; set; }
    public string? Failure { get; private set; }
    public DateTimeOffset Now => SimClock.Start + Events.Now;

    public QueueState? Queue =>
        (Documents.Get(QueueName.Key(Options.Name)).Result.Document as ActorDocument)?.State as QueueState;

    public static Flow FlowOf(IPEndPoint remote) =>
        new() { Relay = Relay, Transport = SipTransport.Udp, Listener = 0, Remote = remote };

    public SimClock NewClock()
    {
        var most = Profile.MaxSkew.TotalMilliseconds;
        return new SimClock(Events, most > 0 ? Chance.Between(-most, most) : TimeSpan.Zero);
    }

    public T Join<T>(T party)
        where T : IParty
    {
        _parties[party.EndPoint] = party;
        return party;
    }

    /// <summary>A caller who dials the queue at that time.</summary>
    public SimCaller Dial(TimeSpan at, CallerPlan plan)
    {
        var caller = Join(new SimCaller(this, Callers.Count + 1, plan));
        Callers.Add(caller);
        Events.After(at, caller.Dial);
        return caller;
    }

    /// <summary>What a relay would send; it drops what it has sent already.</summary>
    public void Perform(RelayCommand command)
    {
        if (command.Bytes.IsEmpty || !_performed.Add(command.Id)) return;
        var to = command.Flow?.Remote ?? command.Address!;
        Trace.Add($"to {to}", command.Bytes);
        if (_parties.TryGetValue(to, out var party)) party.Received(SimText.Parse(command.Bytes));
    }

    public void Fail(string what) => Failure ??= $"at {Events.Now.TotalSeconds:0.000} s: {what}";

    public void RunUntil(TimeSpan end)
    {
        var context = SynchronizationContext.Current;
        // Continuations run where they become ready: in this thread.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (Failure is null && Events.Step(end))
            {
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
        if (Failure is not null) throw new SimulationException(Seed, Failure, Trace);
    }

    public RouteRule? Find(RouteSubject subject, string? after = null) => new("Sim.Queue", "test", IsWork: false);

    public RouteRule? FindContinuation(string name, string rule) => null;

    public bool Has(CallHook hook) => false;

    private void Sweep()
    {
        Engines[Chance.Next(Engines.Count)].Sweep();
        Events.After(SweepEvery, Sweep);
    }

    /// <summary>An agent's phone as the registrar would have it.</summary>
    public void Register(SimAgent agent)
    {
        var aor = $"{agent.User}@{Domain}";
        var key = new ActorKey(ActorKind.Location, AddressOfRecord.Hash(aor));
        var binding = new Binding
        {
            Contact = $"sip:{agent.User}@{agent.EndPoint}",
            ExpiresAt = Now + TimeSpan.FromDays(1),
            Flow = FlowOf(agent.EndPoint),
            ByFlow = true,
            CallId = "r",
            CSeq = 1,
        };
        var state = new LocationState { Incarnation = default, Aor = aor, Bindings = [binding] };
        var document = new ActorDocument { Key = key, State = state };
        _ = Documents.Put(key, document, DocumentColumns.None, ifMatch: null).Result;
        var login = QueueCommands.Command(QueueCommands.Login, Options.Name, aor);
        Bus.Deliver(QueueName.Key(Options.Name), EnvelopeKind.Command, login);
    }
}

/// <summary>Which write or send fails, and after which save an engine dies, from 0; -1 for none.</summary>
internal sealed record QueueFaults(int FailWrite = -1, int FailSend = -1, int DieAfterSave = -1)
{
    /// <summary>Of a hundred things that actors tell each other, how many are lost, which no bus may do.</summary>
    public int LostTells { get; init; }

    /// <summary>The actor that is tested, or one with a fault.</summary>
    public IActor Queue { get; init; } = new QueueActor();
}
