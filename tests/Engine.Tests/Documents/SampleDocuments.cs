using System.Collections.Immutable;
using System.Net;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Documents;

/// <summary>Documents with every property set, so that the golden files hold every name.</summary>
internal static class SampleDocuments
{
    public static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly ActorKey LocationKey = new(ActorKind.Location, 0xA1);
    public static readonly ActorKey CallKey = new(ActorKind.Call, 0xC1);

    public static readonly Flow Udp = new()
    {
        Relay = "r1",
        Transport = SipTransport.Udp,
        Listener = 1,
        Remote = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 5060),
    };

    public static readonly Flow Tcp = new()
    {
        Relay = "r1",
        Transport = SipTransport.Tcp,
        Listener = 2,
        Remote = new IPEndPoint(IPAddress.Parse("2001:db8::1"), 5061),
        BootNonce = ulong.MaxValue,
        Connection = 7,
    };

    public static SipMessage Invite(int bodyLength = 0)
    {
        var text = "INVITE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
            + "From: <sip:alice@example.com>;tag=a\r\nTo: <sip:bob@example.com>\r\nCall-ID: one\r\nCSeq: 1 INVITE\r\n"
            + $"Max-Forwards: 70\r\nContent-Length: {bodyLength}\r\n\r\n{new string('b', bodyLength)}";
        Assert.True(SipMessage.TryParse(
            Encoding.ASCII.GetBytes(text), out var message, out _, new SipLimits { MaxMessageBytes = 1 << 20 }));
        return message!;
    }

    public static OutgoingMessage Fork(SipMessage invite, string via) =>
        new(invite.Bytes, [new Splice(36, 0, Encoding.ASCII.GetBytes($"Via: {via}\r\n")), new Splice(40, 2, default)]);

    public static ActorDocument Location() => new()
    {
        Key = LocationKey,
        State = new LocationState
        {
            Incarnation = new InputId(1),
            IdCounter = 2,
            EventVersion = 3,
            Events = [Registered],
            Aor = "alice@example.com",
            Bindings =
            [
                new Binding
                {
                    Contact = "sip:alice@192.0.2.1",
                    Q = 500,
                    ExpiresAt = At.AddHours(1),
                    Path = ["<sip:p1;lr>"],
                    Flow = Udp,
                    ByFlow = true,
                    Instance = "<urn:uuid:1>",
                    RegId = 1,
                    CallId = "reg",
                    CSeq = uint.MaxValue,
                    Branch = "z9hG4bKr",
                    UserAgent = "phone",
                },
            ],
            Nonces = [new NonceUse("nonce", 9, ulong.MaxValue)],
            Answered = [new AnsweredRegister("reg", 3, "z9hG4bKq", new IPEndPoint(IPAddress.Loopback, 9), At)],
            ForgetAt = At,
            ScheduledAt = At,
            QueuesToldUntil = At,
        },
        Decided = [new DecidedInput(InputId.FromRelay(1, 2), At)],
        Results = [new DecidedCommand(new InputId(5), new CommandResult(200, "removed"), At)],
        Version = 4,
    };

    public static ActorDocument Call()
    {
        var invite = Invite();
        var forks = new[] { Fork(invite, "one"), Fork(invite, "two") };
        return new ActorDocument
        {
            Key = CallKey,
            State = CallOf(invite, forks),
            Decided = [new DecidedInput(new InputId(6), At)],
            Outbox = [new OutboxEntry(new InputId(6), EffectsOf(invite, forks))],
            OutboxAt = At,
            Version = 1,
        };
    }

    private static CallState CallOf(SipMessage invite, OutgoingMessage[] forks) => new()
    {
        Incarnation = new InputId(UInt128.MaxValue),
        CallId = "one",
        Name = "calls/x",
        FirstSource = "192.0.2.1",
        LastContext = 1,
        Contexts =
        [
            new ResponseContext
            {
                Number = 1,
                Transaction = "z9hG4bK1|192.0.2.1|INVITE",
                Branch = "z9hG4bK1",
                SentBy = "192.0.2.1",
                Method = "INVITE",
                RequestUri = "sip:bob@example.com",
                Breadth = 60,
                NextGroupAt = At,
                CSeq = 1,
                FromTag = "a",
                Request = invite,
                Flow = Tcp,
                Phase = ContextPhase.Accepted,
                ToTag = "t",
                Branches = [BranchOf("b1", forks[0], null), BranchOf("b2", forks[1], invite)],
                Cancelled = true,
                LastResponse = forks[1],
                InDialog = 1,
                Wait = SampleQueue.Wait,
                AskedBy = 1,
                AnsweredBy = 2,
                Serves = 3,
                EndsAt = At,
                Route = ProgressOf(),
            },
        ],
        Dialogs = [DialogOf()],
        Legs = [LegOf(forks[0])],
        LastLeg = 3,
        Join = new Join
        {
            Keep = 1,
            New = 2,
            Old = 3,
            Step = JoinStep.Joining,
            Target = "sip:carol@example.com",
            Automatic = true,
            RetryAt = At,
            Retries = 1,
            GiveUpAt = At,
        },
        Records = [RecordOf()],
        Nonces = [new NonceUse("n", 1, 1)],
        Trace = [new TraceLine(At, "Office.Sales", "C#", "reply 480", "closed")],
        RouteState = States,
        LastVisit = 2,
        AgentCalls = [SampleQueue.AgentCall],
        ScheduledAt = At,
    };

    public static RouteQuestion Question(SipMessage invite) => new()
    {
        Tag = "1.2",
        Rule = "Office.Sales",
        Source = "C#",
        IsWork = true,
        Continuation = "later",
        Outcome = new RouteOutcome(408, "timeout"),
        IsFirst = true,
        Target = "sip:sales@example.com",
        Request = invite,
        Remote = new IPEndPoint(IPAddress.Loopback, 5070),
        Caller = "alice",
        State = States,
        At = At,
        AnswerBy = At,
    };

    private static readonly ImmutableSortedDictionary<string, string> States =
        ImmutableSortedDictionary<string, string>.Empty.Add("note", "{}");

    private static RouteProgress ProgressOf() => new()
    {
        Rule = "Office.Sales",
        Source = "C#",
        Caller = "alice",
        Waiting = "1.2",
        AnswerBy = At,
        Current = Route.Ring("ann@example.com").For(20.Seconds()).Else(Route.Queue("sales")),
        FirstBranch = 1,
        Steps = 2,
    };

    private static ClientBranch BranchOf(string branch, OutgoingMessage sent, SipMessage? final) => new()
    {
        Branch = branch,
        Target = "sip:bob@192.0.2.2",
        NextUri = "sip:p;lr",
        Group = 1,
        Breadth = 30,
        Phase = BranchPhase.Completed,
        Hop = Hop.Over(Udp) with { Address = new IPEndPoint(IPAddress.Loopback, 1) },
        Path = "<sip:p;lr>",
        Sent = sent,
        Deadline = At,
        CancelUntil = At,
        CancelWanted = true,
        CancelSent = true,
        CancelReason = "Reason: SIP;cause=200\r\n",
        Offer = 4,
        Status = 486,
        Final = final,
    };

    private static Dialog DialogOf() => new()
    {
        Caller = new DialogSide
        {
            Tag = "a",
            Targets = ["sip:a"],
            Hop = Hop.Over(Tcp),
            NextProxy = "<sip:n;lr>",
            Spirals = ["198.51.100.1:5060"],
            HopUri = "sip:h",
        },
        Callee = new DialogSide { Tag = "b", Hop = Hop.Over(Udp) },
        Confirmed = true,
        Context = 1,
        IsInvite = true,
        Ended = true,
        ForgetAt = At,
    };

    private static Leg LegOf(OutgoingMessage ack) => new()
    {
        Number = 1,
        Other = 2,
        Record = "a",
        CallId = "two",
        Local = "<sip:l>",
        LocalTag = "l",
        Remote = "<sip:r>",
        Far = new DialogSide { Tag = "r", Targets = ["sip:r"], Hop = Hop.Over(Udp) },
        Routes = ["<sip:p;lr>"],
        Contact = "c",
        Home = Udp,
        Invite = 1,
        CSeq = 2,
        FarCSeq = 3,
        Phase = LegPhase.Up,
        EndWanted = true,
        Byes = 1,
        EndLines = "Reason: SIP;cause=486\r\n",
        AckDue = 4,
        Offered = true,
        OfferHeld = "v=0\r\n",
        AckedCSeq = 5,
        Ack = ack,
        AckAwaited = 6,
        AckBy = At,
        Origin = "- 1 IN IP4 0.0.0.0",
        SessionVersion = ulong.MaxValue,
        GiveUpAt = At,
        EndBy = At,
        ForgetAt = At,
    };

    private static CallRecord RecordOf() => new()
    {
        CallerTag = "a",
        From = "alice@example.com",
        To = "bob@example.com",
        State = CallPhase.Ended,
        StartedAt = At,
        RingingAt = At,
        AnsweredAt = At,
        EndedAt = At,
        Reason = "busy",
        EndStatus = 486,
    };

    private static ImmutableArray<Effect> EffectsOf(SipMessage invite, OutgoingMessage[] forks) =>
    [
        new SendSip
        {
            Message = forks[0],
            Kind = RelayCommandKind.SendRequest,
            Relay = "r1",
            Flow = Udp,
            Address = new IPEndPoint(IPAddress.IPv6Loopback, 2),
            Transport = SipTransport.Udp,
            Listener = 1,
            Retransmission = Retransmission.InviteClient,
            NotAfter = At,
            OnBehalfOf = "z9hG4bK1|192.0.2.1|INVITE",
        },
        new StopSending("r1", "b1|INVITE"),
        new AcceptTransaction("r1", "b|s|INVITE"),
        new Schedule(At),
        new Push(Registered),
        new Tell(LocationKey, new LeaveQueue(new QueueTicket(CallKey, 1), "gone")),
        new ResolveDns("tag", "example.com", 5060, SipTransport.Tcp),
        new RunRoute(Question(invite)),
        new StopRoute("1.2"),
        new TellRoutes(CallHook.Ended, "one", RecordOf(), States),
    ];

    private static readonly PushEvent Registered = new()
    {
        Type = "registered",
        Resource = "users/alice",
        Version = 3,
        At = At,
        Data = new Dictionary<string, string> { ["contacts"] = "1" },
    };
}
