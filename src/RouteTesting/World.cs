using System.Collections.Immutable;
using System.Net;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.RouteTesting;

/// <summary>Bus, push, users and names around the real runtime, on one thread.</summary>
internal sealed class World : IBus, IPush, IUserDirectory, IWork
{
    private const int MaxDeliveries = 10;
    private readonly Queue<Envelope> _inputs = new();
    private readonly Lock _lock = new();
    private readonly SipTestFaults _faults;
    private readonly RuntimeParts _parts;
    private readonly HashSet<InputId> _performed = [];
    private readonly string _domain;
    private ActorRuntime _runtime;

    public World(SipTestOptions options, EngineSettings settings, VirtualClock clock)
    {
        (_faults, _domain, Clock) = (options.Faults, options.Domain, clock);
        Store = new FaultyStore(options.Faults);
        Settings = settings;
        _parts = new RuntimeParts
        {
            Store = Store,
            Bus = this,
            Push = this,
            Users = this,
            Work = this,
            Actors = Actors,
            Settings = settings,
            Clock = clock,
            Hooks = new RuntimeHooks { AfterSave = _ => Store.AfterSave() },
        };
        _runtime = new ActorRuntime(_parts);
    }

    public static ImmutableArray<IActor> Actors { get; } = [new CallActor(), new LocationActor(), new QueueActor()];

    public VirtualClock Clock { get; }
    public FaultyStore Store { get; }
    public EngineSettings Settings { get; }
    public HashSet<string> Users { get; } = [];

    /// <summary>The names that were looked up, by the address that each was given.</summary>
    public Dictionary<IPAddress, string> Names { get; } = [];

    /// <summary>What a relay would do.</summary>
    public Action<RelayCommand> Relay { get; set; } = static _ => { };

    public UserCode? Code { get; private set; }

    public void Run(UserCode code)
    {
        Code = code;
        _runtime = new ActorRuntime(_parts with { Routes = code });
    }

    public ValueTask<BusResult> Send(Envelope envelope, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            _inputs.Enqueue(envelope);
            if (_faults.DeliverTwice) _inputs.Enqueue(envelope);
        }
        return new(BusResult.Sent);
    }

    public ValueTask<BusResult> Schedule(Envelope envelope, DateTimeOffset at, CancellationToken cancel = default)
    {
        Clock.At(at, () => Send(envelope, cancel));
        return new(BusResult.Sent);
    }

    public ValueTask<BusResult> Send(IReadOnlyList<RelayCommand> commands, CancellationToken cancel = default)
    {
        // A relay drops what it has performed.
        foreach (var command in commands)
            if (_performed.Add(command.Id)) Relay(command);
        return new(BusResult.Sent);
    }

    public ValueTask<BusResult> Start(WorkItem item)
    {
        if (item.Effect is not ResolveDns dns) return new(BusResult.Fatal);
        var address = Names.FirstOrDefault(n => n.Value == dns.Host).Key;
        if (address is null)
        {
            address = new IPAddress([10, 200, 0, (byte)(Names.Count + 1)]);
            Names[address] = dns.Host;
        }
        return Send(new Envelope
        {
            Id = item.Id,
            Actor = item.Actor,
            Kind = EnvelopeKind.Answer,
            Payload = new DnsAnswer(dns.Tag, [new IPEndPoint(address, dns.Port == 0 ? 5060 : dns.Port)]),
            At = Clock.GetUtcNow(),
        });
    }

    /// <summary>Lets everything happen that happens at this instant.</summary>
    public void Settle()
    {
        var patience = 50;
        while (true)
        {
            while (TryTake(out var input)) Deliver(input!);
            if (Code?.Collect() == true) continue;
            // Code that waits for something outside, e.g. the thread pool, gets a moment of real time.
            if (Code?.IsWaiting != true || patience-- == 0) return;
            Thread.Sleep(1);
        }
    }

    public void Advance(TimeSpan time)
    {
        var end = Clock.GetUtcNow() + time;
        Settle();
        while (Clock.Step(end)) Settle();
        Settle();
    }

    public ValueTask<UserCredentials?> Find(string user) =>
        new(Users.Contains(user) ? UserCredentials.FromPassword(user, _domain, Password(user)) : null);

    public static string Password(string user) => $"password of {user}";

    public ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel = default) => default;

    public ValueTask<PushEndpoint> Negotiate(string user, CancellationToken cancel = default) =>
        new(new PushEndpoint("", null));

    public ValueTask<bool> Subscribe(string connectionId, string group, CancellationToken cancel = default) =>
        new(false);

    private bool TryTake(out Envelope? input)
    {
        lock (_lock) return _inputs.TryDequeue(out input);
    }

    private void Deliver(Envelope input)
    {
        if (input.Kind == EnvelopeKind.Work)
        {
            Code?.Work(input);
            return;
        }
        for (var delivery = 0; delivery < MaxDeliveries; delivery++)
        {
            try
            {
                var outcome = _runtime.Turn(input).AsTask().GetAwaiter().GetResult();
                if (outcome.Status == TurnStatus.Done) return;
                throw new SipTestException($"the engine gave up an input: {outcome.Reason}");
            }
            catch (DeathException)
            {
                // What the instance knew is gone; another one takes the input.
                _runtime = new ActorRuntime(_parts with { Routes = Code });
            }
        }
    }
}
