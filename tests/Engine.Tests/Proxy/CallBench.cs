using System.Collections.Immutable;
using System.Net;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Engine.Tests.Proxy;

/// <summary>One call actor with its answers at hand: no socket, no clock, no task.</summary>
internal sealed class CallBench
{
    public const string Domain = "sip.test";

    private readonly CallActor _actor = new();
    private readonly Dictionary<string, LocationState> _locations = [];
    private readonly HashSet<string> _users = ["alice", "bob", "carol"];
    private ulong _inputs;

    public CallBench(Func<EngineSettings, EngineSettings>? change = null)
    {
        var settings = new EngineSettings
        {
            Domains = new DomainSet([Domain, "127.0.0.1"], [("127.0.0.1", 5060)]),
            Keys = new TokenKeys("0123456789abcdef0123456789abcdef"u8),
            Listeners =
            [
                new ListenerAddress(SipTransport.Udp, "127.0.0.1:5060", "127.0.0.1:5060", false),
                new ListenerAddress(SipTransport.Tcp, "127.0.0.1:5060", "127.0.0.1:5060", false),
            ],
        };
        Settings = change is null ? settings : change(settings);
    }

    public EngineSettings Settings { get; }

    /// <summary>Decides an input in the actor's place where it gives a decision; null for none.</summary>
    public Func<CallState?, ActorEvent, Env, Decision?>? Before { get; init; }
    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public CallState? State { get; set; }

    /// <summary>What is known of the trunks' targets, by name.</summary>
    public Dictionary<string, TrunkState> Trunks { get; } = [];

    /// <summary>What the last command came to.</summary>
    public CommandResult? Result { get; private set; }

    /// <summary>The effects of the last input, asks left out.</summary>
    public ImmutableArray<Effect> Effects { get; private set; } = [];

    /// <summary>What the last input sent, as it would be on the wire.</summary>
    public IReadOnlyList<Sent> Sent => [.. Effects.OfType<SendSip>().Select(s => new Sent(s))];

    public IReadOnlyList<PushEvent> Events => [.. Effects.OfType<Push>().Select(p => p.Event)];

    public void Register(string user, params string[] contacts) => _locations[$"{user}@{Domain}"] = new LocationState
    {
        Incarnation = new InputId(1),
        Aor = $"{user}@{Domain}",
        Bindings = [.. contacts.Select((c, i) => new Binding
        {
            Contact = c,
            ExpiresAt = Now + TimeSpan.FromHours(1),
            Flow = UdpFlow(6000 + i),
            CallId = "r",
            CSeq = 1,
        })],
    };

    public void Change(string user, Func<Binding, Binding> change)
    {
        var location = _locations[$"{user}@{Domain}"];
        _locations[$"{user}@{Domain}"] = location with { Bindings = [.. location.Bindings.Select(change)] };
    }

    public static Flow UdpFlow(int port, string address = "127.0.0.1", string relay = "r1") => new()
    {
        Relay = relay,
        Transport = SipTransport.Udp,
        Listener = 0,
        Remote = new IPEndPoint(IPAddress.Parse(address), port),
    };

    public static Flow TcpFlow(int port, long connection = 1) => new()
    {
        Relay = "r1",
        Transport = SipTransport.Tcp,
        Listener = 1,
        Remote = new IPEndPoint(IPAddress.Loopback, port),
        BootNonce = 7,
        Connection = connection,
    };

    public CallBench Receive(string text, Flow? flow = null)
    {
        Assert.True(
            SipMessage.TryParse(Encoding.Latin1.GetBytes(text), out var message, out var error), error.ToString());
        return Give(new SipReceived(message!, flow ?? UdpFlow(5070), null));
    }

    public CallBench Give(ActorEvent input)
    {
        var env = new Env(Now, KeyOf(input), new InputId(++_inputs), Settings);
        var decision = Before?.Invoke(State, input, env) ?? _actor.Decide(State, input, env);
        var effects = new List<Effect>();
        var asks = new Queue<(Effect Ask, ActorEvent Cause)>();
        Take(decision, input);
        Result = decision.Result;
        while (asks.TryDequeue(out var next))
        {
            var answer = Answer(next.Ask, next.Cause);
            decision = _actor.Decide(decision.Next, answer, env);
            Result = decision.Result ?? Result;
            Take(decision, answer);
        }
        State = (CallState?)decision.Next;
        Effects = [.. effects];
        return this;

        void Take(Decision decided, ActorEvent cause)
        {
            foreach (var effect in decided.Effects)
            {
                if (effect is Ask) asks.Enqueue((effect, cause));
                else effects.Add(effect);
            }
        }
    }

    private ActorEvent Answer(Effect ask, ActorEvent cause) => ask switch
    {
        AskLocation a => new LocationAnswer(a.Tag, _locations.GetValueOrDefault(a.Aor)) { Cause = cause },
        AskCredentials a => new CredentialsAnswer(
            a.Tag, _users.Contains(a.User) ? UserCredentials.FromPassword(a.User, Domain, $"pw-{a.User}") : null)
        { Cause = cause },
        AskTrunk a => new TrunkAnswer(a.Tag, Trunks.GetValueOrDefault(a.Trunk)),
        _ => throw new InvalidOperationException(ask.ToString()),
    };

    /// <summary>As a relay and the interface find it: by tokens or Call-ID, a command by its Call-ID.</summary>
    private ActorKey KeyOf(ActorEvent input)
    {
        switch (input)
        {
            case SipReceived received:
                Assert.True(SipHead.TryScan(received.Message.Bytes.Span, out var head, out _));
                var found = ActorAddressing.Find(head, Settings.Domains, Settings.Keys);
                return new ActorKey((ActorKind)found.Kind, found.Hash);
            case CommandReceived { Name: "call" } command:
                return Key(command.Arguments["callId"]);
            default:
                return Key(State!.CallId);
        }
    }

    private static ActorKey Key(string callId) =>
        new(ActorKind.Call, ActorAddressing.CallHash(Encoding.ASCII.GetBytes(callId)));
}

/// <summary>One message that was sent.</summary>
internal sealed record Sent(SendSip Effect)
{
    public SipMessage Message { get; } = Parse(Effect);

    public string Text => Encoding.Latin1.GetString(Message.Bytes.Span);

    public string Branch => Encoding.ASCII.GetString(Message.TopVia!.Branch);

    public string Uri => Encoding.ASCII.GetString(Message.RequestUriText.Span);

    public string[] Routes(HeaderName name)
    {
        var list = new List<string>();
        foreach (var value in Message.Values(name)) list.Add(Encoding.ASCII.GetString(value.Span));
        return [.. list];
    }

    /// <summary>A response to this request as its receiver would write it.</summary>
    public string Reply(int status, string toTag = "", string lines = "")
    {
        var tag = Encoding.ASCII.GetBytes(toTag);
        var recordRoutes = string.Concat(Routes(HeaderName.RecordRoute).Select(r => $"Record-Route: {r}\r\n"));
        return Encoding.Latin1.GetString(
            ResponseWriter.Write(Message, status, null, tag, Encoding.ASCII.GetBytes(recordRoutes + lines)));
    }

    private static SipMessage Parse(SendSip effect)
    {
        Assert.True(SipMessage.TryParse(effect.Message.ToBytes(), out var message, out var error), error.ToString());
        return message!;
    }
}
