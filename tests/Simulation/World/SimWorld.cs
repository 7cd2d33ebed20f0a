using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Simulation.Checks;
using ServerlessSip.Simulation.Clock;
using ServerlessSip.Simulation.Phones;

namespace ServerlessSip.Simulation.World;

/// <summary>The whole system in one thread under one seed and a virtual clock.</summary>
internal sealed class SimWorld
{
    public const string Domain = "sip.test";

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(5);
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Random _random;
    private readonly Profile _profile;
    private ulong _nonces;

    public SimWorld(int seed, Profile? profile = null, WorldOptions? options = null)
    {
        options ??= WorldOptions.Default;
        _random = new Random(seed);
        _profile = profile ?? Profile.Draw(_random);
        Seed = seed;
        Options = options;
        Settings = Listening.Settings(options);
        Names = new Names(this);
        Trace = new Trace(Events) { Whole = options.WholeTrace };
        Chance = new Chance(_profile, _random);
        Watch = new Watch(this);
        Bus = new SimBus(this) { FailSend = options.FailSend };
        Network = new Network(this);
        for (var i = 1; i <= _profile.Relays; i++) Relays.Add(new SimRelay(this, $"r{i}"));
        for (var i = 1; i <= _profile.Engines; i++) Engines.Add(new SimEngine(this));
        Events.After(_profile.FaultsEnd, () => Chance.IsOpen = false);
        Events.After(SweepEvery, Sweep);
        if (_profile.Has(Fault.RelayRestart)) Events.After(Chance.Between(4_000, 40_000), RestartRelay);
        if (_profile.Has(Fault.LostConnection)) Events.After(Chance.Between(4_000, 40_000), BreakConnection);
    }

    public int Seed { get; }
    public EventQueue Events { get; } = new();
    public Chance Chance { get; }
    public Profile Profile => _profile;
    public Trace Trace { get; }
    public Watch Watch { get; }
    public SimBus Bus { get; }
    public Network Network { get; }
    public MemoryStateStore Documents { get; } = new();
    public EngineSettings Settings { get; }
    public List<SimRelay> Relays { get; } = [];
    public List<SimEngine> Engines { get; } = [];
    public List<SimPhone> Phones { get; } = [];
    public HashSet<string> Users { get; } = [];
    public WorldOptions Options { get; }
    public Names Names { get; }

    /// <summary>What is to happen with each call, by Call-ID.</summary>
    public Dictionary<string, CallPlan> Plans { get; } = [];

    /// <summary>What happens with calls whose Call-ID the system made; null for nothing.</summary>
    public CallPlan? OwnPlan { get; set; }

    public CallPlan? PlanOf(string callId) => Plans.GetValueOrDefault(callId) ?? OwnPlan;
    public Plant Planted => Options.Plant;
    public int Writes { get; set; }
    public int FailWrite => Options.FailWrite;
    public int Saves { get; set; }
    public int DieAfterSave => Options.DieAfterSave;
    public bool RelayRestarted { get; private set; }
    public string? Failure { get; private set; }
    public DateTimeOffset TrueNow => SimClock.Start + Events.Now;

    public static string Password(string user) => $"pw-{user}";

    public SimClock NewClock()
    {
        if (_profile.MaxSkew == TimeSpan.Zero) return new SimClock(Events, TimeSpan.Zero);
        Chance.Note(Fault.Skew);
        var most = _profile.MaxSkew.TotalMilliseconds;
        return new SimClock(Events, Chance.Between(-most, most));
    }

    /// <summary>A boot nonce.</summary>
    public ulong NewNonce() => ((ulong)_random.NextInt64() << 8) | (++_nonces & 0xff);

    public void Join(SimPhone phone)
    {
        if (!phone.IsStranger && !phone.IsForeign) Users.Add(phone.User);
        Phones.Add(phone);
        Network.Join(phone);
        phone.Connect();
    }

    /// <summary>The actor as the engines get it: with the planted fault, if one is.</summary>
    public IActor Plant(IActor actor) => Planted == Checks.Plant.None ? actor : new PlantedActor(actor, Planted);

    public void Fail(string what) =>
        Failure ??= $"at {Events.Now.TotalSeconds:0.000} s: {what}";

    /// <summary>Goes on until that time, with all invariants checked after each step.</summary>
    public void RunUntil(TimeSpan end)
    {
        var context = SynchronizationContext.Current;
        // Continuations run where they become ready: in this thread.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (Failure is null && Events.Step(end)) Watch.AfterStep();
            if (Environment.CurrentManagedThreadId != _thread) Fail("another thread");
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
        if (Failure is not null) throw new SimulationException(Seed, Failure, Trace);
    }

    public void End()
    {
        foreach (var relay in Relays) relay.Counters.Dispose();
    }

    public void CheckThread()
    {
        if (Environment.CurrentManagedThreadId != _thread) Fail("another thread");
    }

    private void Sweep()
    {
        Engines[Chance.Next(Engines.Count)].Sweep();
        Events.After(SweepEvery, Sweep);
    }

    private void BreakConnection()
    {
        var phones = Phones.FindAll(p => p.Connection is { IsOpen: true });
        if (phones.Count == 0) return;
        Chance.Note(Fault.LostConnection);
        var phone = phones[Chance.Next(phones.Count)];
        Trace.Add($"{phone.Name}'s connection breaks");
        phone.Connection!.Break();
    }

    private void RestartRelay()
    {
        Chance.Note(Fault.RelayRestart);
        RelayRestarted = true;
        Trace.Add("relay restarts");
        Relays[Chance.Next(Relays.Count)].Restart();
    }
}
