using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime.Routes;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.RouteTesting;

/// <summary>
/// Routes under test: the real engine in memory, phones that do what the test says, and a clock that the test moves.
/// No socket is opened and nothing is waited for.
/// </summary>
public sealed class SipTest : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly SipTestOptions _options;
    private readonly Network _network;
    private readonly World _world;
    private int _calls;

    private SipTest(IReadOnlyList<Type> routes, SipTestOptions options)
    {
        _options = options;
        var clock = new VirtualClock(options.Start);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(clock);
        options.Services?.Invoke(services);
        _services = services.BuildServiceProvider();
        var table = RouteTable.Of(routes, _services);
        var routing = new RoutingSettings { Table = table };
        var settings = new EngineSettings
        {
            Domains = new DomainSet([options.Domain], [("10.0.0.1", 5060)]),
            Keys = new TokenKeys("the secret of a test, 32 bytes.."u8),
            Listeners = [new ListenerAddress(SipTransport.Udp, "10.0.0.1:5060", "10.0.0.1:5060", IsIPv6: false)],
            Routing = routing,
        };
        settings = options.Settings?.Invoke(settings) ?? settings;
        _world = new World(options, settings, clock);
        _world.Run(new UserCode(table, () => _world.Settings.Routing ?? routing, clock) { Send = e => _world.Send(e) });
        _network = new Network(_world) { Silent = options.Silent };
    }

    /// <summary>The instant at which the clock stands.</summary>
    public DateTimeOffset Now => _world.Clock.GetUtcNow();

    /// <summary>The clock, for what waits in the test itself.</summary>
    public TimeProvider Clock => _world.Clock;

    /// <summary>How many saves there were.</summary>
    public int Saves => _world.Store.Saves;

    /// <summary>What hooks threw.</summary>
    public IReadOnlyList<Exception> HookFaults => _world.Code!.Faults;

    /// <summary>A test of the routes, continuations, hooks and middleware of one class.</summary>
    public static SipTest Of<TRoutes>(SipTestOptions? options = null) => Of([typeof(TRoutes)], options);

    /// <summary>The same of several classes.</summary>
    /// <exception cref="RouteTableException">Routes are ambiguous or have the wrong form.</exception>
    public static SipTest Of(IReadOnlyList<Type> routes, SipTestOptions? options = null) =>
        new(routes, options ?? new SipTestOptions());

    /// <summary>
    /// Runs a scenario with nothing failing, with every input delivered twice, and with each of its saves lost, refused
    /// and followed by the death of the instance. It must hold each time.
    /// </summary>
    /// <exception cref="SipTestException">It did not hold; the message says under which fault.</exception>
    public static void UnderFaults<TRoutes>(Action<SipTest> scenario, SipTestOptions? options = null) =>
        UnderFaults([typeof(TRoutes)], scenario, options);

    /// <summary>The same of several classes.</summary>
    public static void UnderFaults(IReadOnlyList<Type> routes, Action<SipTest> scenario, SipTestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        options ??= new SipTestOptions();
        var saves = Run(routes, scenario, options with { Faults = SipTestFaults.None });
        Run(routes, scenario, options with { Faults = new SipTestFaults { DeliverTwice = true } });
        for (var save = 1; save <= saves; save++)
        {
            Run(routes, scenario, options with { Faults = new SipTestFaults { DieBeforeSave = save } });
            Run(routes, scenario, options with { Faults = new SipTestFaults { DieAfterSave = save } });
            Run(routes, scenario, options with { Faults = new SipTestFaults { ConflictAtSave = save } });
        }
    }

    /// <summary>
    /// Plays a call that a server recorded (<c>Calls:Record</c>): the caller and the phones do what they did, when they
    /// did it. Domain, first instant and silent phones are the recording's, whatever the options say.
    /// </summary>
    /// <exception cref="SipTestException">
    /// Others were asked than live, or the caller got something else; or the recording is of a kind that cannot be
    /// played.
    /// </exception>
    public static SipReplay Replay<TRoutes>(string path, SipTestOptions? options = null) =>
        Replay([typeof(TRoutes)], path, options);

    /// <summary>The same of several classes.</summary>
    public static SipReplay Replay(IReadOnlyList<Type> routes, string path, SipTestOptions? options = null) =>
        Replaying.Replay.Run(routes, path, options ?? new SipTestOptions());

    /// <summary>A user of ours registers a phone; again, and it has one more.</summary>
    /// <param name="address">user@domain.</param>
    public void Register(string address)
    {
        var user = UserOf(address);
        _world.Users.Add(user);
        var phone = _network.AddPhone(address);
        var number = ++_calls;
        var registrar = $"sip:{_options.Domain}";
        var status = 0;
        var lines = "";
        _network.Callers[$"register-{number}"] = response =>
        {
            status = response.StatusCode;
            if (status == 401) lines = Digest.Answer(response, user, "REGISTER", registrar) ?? "";
        };
        Send(1, "");
        if (status == 401) Send(2, lines);
        if (status != 200) throw SipTestException.Of($"{address} to register", $"{status}");

        void Send(int cseq, string lines)
        {
            var text = $"""
                REGISTER {registrar} SIP/2.0
                Via: SIP/2.0/UDP {phone}:5060;branch=z9hG4bKregister{number}x{cseq};rport=5060;received={phone}
                Max-Forwards: 70
                From: <sip:{address}>;tag=register{number}
                To: <sip:{address}>
                Call-ID: register-{number}
                CSeq: {cseq} REGISTER
                Contact: <sip:{user}@{phone}:5060>;expires=7200

                """.ReplaceLineEndings("\r\n");
            _network.Receive(phone, $"{text}{lines}Content-Length: 0\r\n\r\n");
            Settle();
        }
    }

    /// <summary>A user of ours who has no phone: his password is known.</summary>
    public void AddUser(string address) => _world.Users.Add(UserOf(address));

    /// <summary>Somebody calls. A caller of our domain is one of our users and answers his challenge.</summary>
    /// <param name="from">user@host.</param>
    /// <param name="to">What is dialled, as user@host.</param>
    /// <param name="headers">Header lines, e.g. <c>X-Dept: sales</c>.</param>
    public TestCall Invite(string from, string to, params string[] headers) => Send("INVITE", from, to, headers);

    /// <summary>The same with another method, outside a dialog.</summary>
    public TestCall Send(string method, string from, string to, params string[] headers)
    {
        var isOurs = from.EndsWith($"@{_options.Domain}", StringComparison.OrdinalIgnoreCase);
        if (isOurs) AddUser(from);
        var request = new TestRequest
        {
            Number = 0,
            Method = method,
            From = from,
            To = to,
            Lines = string.Concat(headers.Select(h => $"{h}\r\n")),
            Caller = isOurs ? UserOf(from) : null,
        };
        return Send(from, request);
    }

    /// <summary>Moves the clock; what is due on the way happens at its time.</summary>
    public void Advance(TimeSpan time) => _world.Advance(time);

    public void Dispose() => _services.Dispose();

    internal TestCall Send(string owner, TestRequest request) =>
        new(this, _network, _network.AddCaller(owner), request with { Number = ++_calls });

    internal void Settle() => _world.Settle();

    internal IReadOnlyList<TestLeg> LegsOf(TestCall call)
    {
        Settle();
        // A bridged leg has a Call-ID of its own: where there is one call, all legs are its.
        return _network.Callers.Count(c => c.Key.StartsWith("call-", StringComparison.Ordinal)) == 1
            ? _network.Legs : [.. _network.Legs.Where(l => l.CallId == call.Id)];
    }

    internal IReadOnlyList<string> WhyOf(TestCall call)
    {
        Settle();
        var key = new ActorKey(ActorKind.Call, ActorAddressing.CallHash(Encoding.UTF8.GetBytes(call.Id)));
        var read = _world.Store.Get(key).AsTask().GetAwaiter().GetResult();
        if ((read.Document as ActorDocument)?.State is not CallState state) return [];
        return [.. state.Trace.Select(t => $"{t.Rule}: {t.Decided}{(t.Reason is null ? "" : $" ({t.Reason})")}")];
    }

    private static string UserOf(string address) => address.Split('@')[0].ToLowerInvariant();

    private static int Run(IReadOnlyList<Type> routes, Action<SipTest> scenario, SipTestOptions options)
    {
        using var test = new SipTest(routes, options);
        try
        {
            scenario(test);
        }
        catch (SipTestException e)
        {
            throw new SipTestException($"with {options.Faults}: {e.Message}");
        }
        return test.Saves;
    }
}
