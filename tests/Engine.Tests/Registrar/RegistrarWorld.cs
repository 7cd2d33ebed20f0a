using System.Net;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Auth;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Registrar;

/// <summary>The registrar of alice@example.com in virtual time, and a phone that answers its challenges.</summary>
internal sealed class RegistrarWorld
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, UserCredentials> Users = new()
    {
        ["alice"] = UserCredentials.FromPassword("alice", "example.com", "pw-alice"),
        ["bob"] = UserCredentials.FromPassword("bob", "example.com", "pw-bob"),
    };

    private readonly LocationActor _actor = new();
    private ulong _inputs;
    private int _cseq;

    public DateTimeOffset Now { get; set; } = Start;

    public EngineSettings Settings { get; set; } = new()
    {
        Domains = new DomainSet(["example.com", "localhost"], [("192.0.2.1", 5060)]),
        Keys = new TokenKeys("a secret of at least 16 bytes"u8),
        Listeners = [new ListenerAddress(SipTransport.Udp, "192.0.2.1:5060", "192.0.2.1:5060", IsIPv6: false)],
    };

    public ActorKey Self { get; init; } = new(ActorKind.Location, AddressOfRecord.Hash("alice@example.com"));

    public LocationState? State { get; set; }

    /// <summary>What the last input led to.</summary>
    public IReadOnlyList<Effect> Effects { get; private set; } = [];

    public CommandResult? Result { get; private set; }

    public Flow Flow { get; set; } = UdpFrom("198.51.100.7:5066");

    public static Flow UdpFrom(string remote) =>
        new() { Relay = "r1", Transport = SipTransport.Udp, Listener = 0, Remote = IPEndPoint.Parse(remote) };

    public IEnumerable<PushEvent> Events => Effects.OfType<Push>().Select(p => p.Event);

    public string[] Contacts => [.. State!.Bindings.Select(b => b.Contact)];

    public Env Env => new(Now, Self, InputId.FromRelay(1, _inputs), Settings);

    /// <summary>A REGISTER as text; each has a CSeq and branch of its own.</summary>
    /// <param name="lines">Further header lines, each without its CRLF.</param>
    public Register New(params string[] lines) => new()
    {
        CSeq = (++_cseq).ToString(System.Globalization.CultureInfo.InvariantCulture),
        Lines = [.. lines],
    };

    /// <summary>Sends it, answers the challenge, and returns the final answer.</summary>
    public SipMessage Register(params string[] lines) => Register(New(lines));

    public SipMessage Register(Register register)
    {
        var challenged = Send(register);
        return challenged.StatusCode == 401 ? Send(register.Answering(challenged)) : challenged;
    }

    /// <summary>Sends it as it is; the answer must be one SIP message.</summary>
    public SipMessage Send(Register register)
    {
        Feed(new SipReceived(register.ToMessage(), Flow, AnswerBy: null));
        return Answer();
    }

    public SipMessage Answer()
    {
        var send = Assert.Single(Effects.OfType<SendSip>());
        Assert.True(SipMessage.TryParse(send.Message.ToBytes(), out var answer, out var error), error.Detail);
        return answer!;
    }

    /// <summary>One input through to its last ask.</summary>
    public void Feed(ActorEvent input)
    {
        _inputs++;
        var decision = _actor.Decide(State, input, Env);
        while (decision.Effects is [AskCredentials ask])
        {
            Assert.Same(State, decision.Next);
            var answer = new CredentialsAnswer(ask.Tag, Users.GetValueOrDefault(ask.User)) { Cause = input };
            decision = _actor.Decide(decision.Next, answer, Env);
        }

        Assert.Empty(decision.Effects.OfType<Ask>());
        State = (LocationState?)decision.Next;
        (Effects, Result) = (decision.Effects, decision.Result);
    }

    public void Pass(TimeSpan time) => Now += time;
}

/// <summary>A REGISTER to be sent.</summary>
internal sealed record Register
{
    public required string CSeq { get; init; }
    public required string[] Lines { get; init; }
    public string RequestUri { get; init; } = "sip:example.com";
    public string To { get; init; } = "<sip:alice@example.com>";
    public string CallId { get; init; } = "register-1@198.51.100.7";
    public string SentBy { get; init; } = "198.51.100.7:5066";
    public string? Branch { get; init; }
    public string User { get; init; } = "alice";
    public string Password { get; init; } = "pw-alice";
    public string NonceCount { get; init; } = "00000001";
    public string? Authorization { get; init; }

    /// <summary>The next request of the phone, with credentials for the first challenge.</summary>
    public Register Answering(SipMessage challenged)
    {
        Assert.True(challenged.TryGet(HeaderName.WwwAuthenticate, out var value));
        Assert.True(DigestChallenge.TryParse(value, out var challenge));
        var next = int.Parse(CSeq, System.Globalization.CultureInfo.InvariantCulture) * 1000;
        return With(challenge!) with { CSeq = next.ToString(System.Globalization.CultureInfo.InvariantCulture) };
    }

    public Register With(DigestChallenge challenge)
    {
        var given = new DigestCredentials
        {
            Username = User,
            Realm = challenge.Realm,
            Nonce = Encoding.ASCII.GetBytes(challenge.Nonce),
            Uri = Encoding.ASCII.GetBytes(RequestUri),
            Algorithm = challenge.Algorithm,
            Qop = "auth"u8.ToArray(),
            Cnonce = "c0ffee"u8.ToArray(),
            NonceCountText = Encoding.ASCII.GetBytes(NonceCount),
        };
        var hash = DigestResponse.HashUser(challenge.Algorithm, User, challenge.Realm, Password);
        Span<byte> hex = stackalloc byte[64];
        var length = DigestResponse.Compute(given, hash, "REGISTER"u8, hex);
        return this with { Authorization = (given with { Response = hex[..length].ToArray() }).Write() };
    }

    public SipMessage ToMessage()
    {
        string[] lines =
        [
            $"REGISTER {RequestUri} SIP/2.0",
            $"Via: SIP/2.0/UDP {SentBy};branch={Branch ?? "z9hG4bK-" + CSeq};rport",
            "From: <sip:alice@example.com>;tag=f1",
            $"To: {To}",
            $"Call-ID: {CallId}",
            $"CSeq: {CSeq} REGISTER",
            "Max-Forwards: 70",
            .. Lines,
            .. Authorization is null ? Array.Empty<string>() : [$"Authorization: {Authorization}"],
            "Content-Length: 0",
            "",
            "",
        ];
        var bytes = Encoding.UTF8.GetBytes(string.Join("\r\n", lines));
        Assert.True(SipMessage.TryParse(bytes, out var message, out var error), error.Detail);
        return message!;
    }
}
