using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Tests.Queues;

/// <summary>One queue actor: inputs in, what it told out.</summary>
internal sealed class QueueBench
{
    public const string Domain = "sip.test";
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly QueueActor _actor = new();
    private readonly string _name;
    private ulong _inputs;

    public QueueBench(Func<QueueOptions, QueueOptions>? change = null, string name = "sales")
    {
        var options = new QueueOptions
        {
            Name = "sales",
            Members = [Member("ann", ("german", 5)), Member("ben"), Member("cleo", ("german", 9), ("law", 3))],
        };
        _name = name;
        Settings = new EngineSettings
        {
            Domains = new DomainSet([Domain], []),
            Keys = new TokenKeys("0123456789abcdef0123456789abcdef"u8),
            Listeners = [],
            Queues = new QueueSettings([change?.Invoke(options) ?? options]),
        };
    }

    public EngineSettings Settings { get; }
    public DateTimeOffset Now { get; set; } = Start;
    public QueueState? State { get; set; }
    public Decision Last { get; private set; }

    /// <summary>What was told with the last input.</summary>
    public IReadOnlyList<QueueTell> Told => [.. Last.Effects.OfType<Tell>().Select(t => (QueueTell)t.Body)];

    public IReadOnlyList<OfferAgent> Offers => [.. Told.OfType<OfferAgent>()];

    public IReadOnlyList<PushEvent> Events => [.. Last.Effects.OfType<Push>().Select(p => p.Event)];

    /// <summary>The callers who wait, by the number of their call.</summary>
    public IReadOnlyList<int> Callers => [.. State!.Callers.Select(c => (int)c.Ticket.Call.Hash)];

    public static QueueMember Member(string user, params (string Name, int Level)[] skills) =>
        new(user, skills.ToImmutableSortedDictionary(s => s.Name, s => s.Level));

    public static QueueTicket Ticket(int call) => new(new ActorKey(ActorKind.Call, (UInt128)call), 1);

    public static string Aor(string user) => $"{user}@{Domain}";

    /// <summary>Until when members' phones are registered, for a queue that asks.</summary>
    public Dictionary<string, DateTimeOffset> Registered { get; } = [];

    /// <summary>How many locations were asked for with the last input.</summary>
    public int Asked { get; private set; }

    public QueueBench Give(ActorEvent input)
    {
        var env = new Env(Now, QueueName.Key(_name), new InputId(++_inputs), Settings);
        Last = _actor.Decide(State, input, env);
        var asks = Last.Effects.OfType<AskLocation>().ToList();
        Asked = asks.Count;
        var effects = Last.Effects.RemoveAll(e => e is Ask);
        foreach (var ask in asks)
        {
            Last = _actor.Decide(Last.Next, new LocationAnswer(ask.Tag, Location(ask.Aor)) { Cause = input }, env);
            effects = effects.AddRange(Last.Effects);
        }
        Last = Last with { Effects = effects };
        State = (QueueState?)Last.Next;
        return this;
    }

    private LocationState? Location(string aor) =>
        Registered.TryGetValue(aor, out var until) ? Location(aor, until) : null;

    private static LocationState Location(string aor, DateTimeOffset until) => new()
    {
        Incarnation = default,
        Aor = aor,
        Bindings =
        [
            new Binding
            {
                Contact = "sip:x@192.0.2.9",
                ExpiresAt = until,
                Flow = Documents.SampleDocuments.Udp,
                CallId = "r",
                CSeq = 1,
            },
        ],
    };

    public QueueBench After(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return Give(new TimerFired());
    }

    public QueueBench Join(int call, int priority = 0, params string[] skills) => Give(new Told(
        new JoinQueue(_name, Ticket(call), $"caller{call}@far.example", null, null)
        { Priority = priority, Skills = [.. skills] }));

    public QueueBench Leave(int call) => Give(new Told(new LeaveQueue(Ticket(call), "cancelled")));

    public QueueBench Login(params string[] users)
    {
        foreach (var user in users) Command(QueueCommands.Login, user);
        return this;
    }

    public QueueBench Command(string command, string user) =>
        Give(QueueCommands.Command(command, _name, Aor(user)));

    public QueueBench End(OfferAgent offer, OfferOutcome outcome, int call) =>
        Give(new Told(new OfferEnded(Ticket(call), offer.Offer, offer.Agent, outcome)));

    public QueueBench HangUp(OfferAgent offer) => Give(new Told(new TalkTold(offer.Offer, offer.Agent, false)));

    public QueueAgent? Agent(string user) => State!.Agents.SingleOrDefault(a => a.Agent == Aor(user));

    public string Word(string user) => Agent(user)?.Word(Now) ?? "off";
}
