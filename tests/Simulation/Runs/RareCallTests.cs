using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Calls of phones that are rare, and what seldom comes together.</summary>
public class RareCallTests
{
    private const string MalformedRecordRoute = "Record-Route: <sip:>\r\n";
    private static readonly TimeSpan At = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Phones_without_a_Contact_talk_and_hang_up(bool caller, bool callee)
    {
        var scene = new Scene();
        var alice = scene.Phone("alice", new PhoneTraits { HasNoContact = caller });
        var bob = scene.Phone("bob", new PhoneTraits { HasNoContact = callee });
        scene.Call(Plan(alice, (bob, Behaviour.Answers(500))) with { ReInvites = true, FromCallee = ["INFO"] });
        scene.Run();
        Assert.Equal((200, true), (alice.Calls[0].Status, bob.Legs[0].HasAck));
        Assert.All(bob.Clients.Where(c => c.Request.Method == "INFO"), c => Assert.Equal(200, c.Status));
    }

    [Theory]
    [InlineData("bob", "malformed")]
    [InlineData("hunt", "malformed-spiral")]
    public void A_malformed_Record_Route_hinders_no_ringing(string callee, string callId)
    {
        var scene = new Scene();
        var (bob, zoe) = (scene.Phone("bob"), scene.Phone("zoe", Foreign));
        scene.Phone("hunt", new PhoneTraits { ContactUri = $"sip:hunt@{Neighbour.At}" });
        Assert.True(callee == "bob" || Neighbour.HuntsFor(callId) == "bob");
        var plan = Plan(zoe, (bob, Behaviour.Declines(486, 1_000) with { RingAfter = Ms(300) }));
        scene.Call(plan with { CallId = callId, Callee = callee, Lines = MalformedRecordRoute });
        scene.Run();
        Assert.Equal(486, zoe.Calls[0].Status);
    }

    [Fact]
    public void A_proxy_before_us_that_takes_sips_is_known_by_its_port()
    {
        var scene = new Scene();
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, (bob, Behaviour.Answers(500))) with
        {
            Lines = $"Record-Route: <sips:{Neighbour.At.Address};lr>\r\n",
        });
        scene.Run();
        Assert.Equal((200, true), (alice.Calls[0].Status, bob.Legs[0].HasAck));
    }

    [Fact]
    public void A_call_that_lasts_too_long_is_forgotten()
    {
        var limits = EngineLimits.Default with { MaxCallLife = TimeSpan.FromSeconds(20) };
        var scene = new Scene(options: WorldOptions.Default with { Limits = limits });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, (bob, Behaviour.Answers(500))) with
        {
            CallId = "endless",
            CallerHangsUpAfter = TimeSpan.FromSeconds(200),
            CalleeHangsUpAfter = TimeSpan.FromSeconds(200),
        });
        var world = scene.Run();
        Assert.Equal("expired", Assert.Single(world.Watch.Records.Last("endless")!.Records).Reason);
    }

    [Fact]
    public void A_second_phone_that_answers_when_the_call_is_over_is_heard()
    {
        var scene = new Scene();
        var (alice, first, second) = (scene.Phone("alice"), scene.Phone("bob"), scene.Phone("bob"));
        scene.Call(Plan(
            alice,
            (first, Behaviour.Answers(1_000)),
            (second, Behaviour.Answers(36_000, 10_000) with { IgnoresCancel = true })) with
        {
            CallerHangsUpAfter = Ms(500),
        });
        scene.Run();
        Assert.Equal(2, alice.Calls[0].Acknowledges.Count);
        Assert.True(second.Legs[0].HasAck);
    }

    [Fact]
    public void A_binding_that_has_expired_is_not_called_though_its_timer_is_late()
    {
        var limits = EngineLimits.Default with { MaxExpires = TimeSpan.FromSeconds(30) };
        var scene = new Scene(options: WorldOptions.Default with
        {
            Limits = limits,
            InputDelay = e => e is { Kind: EnvelopeKind.Timer, Actor.Kind: ActorKind.Location } ? Ms(60_000) : null,
        });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, (bob, Behaviour.Rings())) with { At = TimeSpan.FromSeconds(40) });
        scene.Run();
        Assert.Equal(480, alice.Calls[0].Status);
        Assert.Empty(bob.Legs);
    }

    [Fact]
    public void Of_more_phones_than_a_request_may_fork_to_the_rest_does_not_ring()
    {
        var limits = EngineLimits.Default with { MaxForks = 1 };
        var scene = new Scene(options: WorldOptions.Default with { Limits = limits });
        var (alice, first, second) = (scene.Phone("alice"), scene.Phone("bob"), scene.Phone("bob"));
        scene.Call(Plan(alice, (first, Behaviour.Answers(500)), (second, Behaviour.Answers(500))));
        scene.Run();
        Assert.Equal(200, alice.Calls[0].Status);
        Assert.Single(first.Legs.Concat(second.Legs));
    }

    [Fact]
    public void A_caller_with_a_telephone_number_is_shown_by_it()
    {
        var scene = new Scene();
        var bob = scene.Phone("bob");
        var zoe = scene.Phone("zoe", Foreign with { ContactUri = "tel:+15551234" });
        scene.Call(Plan(zoe, (bob, Behaviour.Answers(500))) with
        {
            CallId = "telephone",
            From = "tel:+15551234",
            CalleeHangsUpAfter = Ms(1_000),
        });
        var world = scene.Run();
        Assert.Equal("+15551234", Assert.Single(world.Watch.Records.Last("telephone")!.Records).From);
        Assert.Equal(200, zoe.Calls[0].Status);
    }

    [Fact]
    public void A_caller_with_a_very_long_name_is_shown_by_its_beginning()
    {
        var scene = new Scene();
        var bob = scene.Phone("bob");
        var zoe = scene.Phone("zoe", Foreign);
        scene.Call(Plan(zoe, (bob, Behaviour.Answers(500))) with
        {
            CallId = "long",
            From = $"sip:{new string('z', 1_000)}@elsewhere.test",
        });
        var world = scene.Run();
        Assert.Equal(256, Assert.Single(world.Watch.Records.Last("long")!.Records).From.Length);
    }

    [Theory]
    [InlineData("sip:zoe@gone.invalid", 503)]
    [InlineData("sip:zoe@999.1.1.1", 503)]
    public void A_Contact_that_nobody_can_reach_gets_503_for_its_peer(string contact, int status)
    {
        var scene = new Scene();
        var bob = scene.Phone("bob");
        var zoe = scene.Phone("zoe", Foreign);
        scene.Call(Plan(zoe, (bob, Behaviour.Answers(500))));
        var sent = new List<ClientTransaction>();
        scene.At(At + Ms(1_000), () => zoe.Begin(
            zoe.Calls[0].Up!.Request("UPDATE") with { Contact = contact }, _ => { }));
        scene.At(At + Ms(2_000), () => sent.Add(
            bob.Begin(bob.Legs[0].Dialog.Request("INFO") with { Uri = contact }, _ => { })));
        scene.Run();
        Assert.Equal(status == 503 ? 500 : status, sent[0].Status);
    }

    [Theory]
    [InlineData("sip:bob@0.0.0.0")]
    [InlineData("sip:bob@999.1.1.1")]
    public void A_binding_at_no_address_does_not_keep_the_others_from_ringing(string ghost)
    {
        var scene = new Scene();
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob", new PhoneTraits { Ghost = ghost }));
        scene.Call(Plan(alice, (bob, Behaviour.Answers(500))));
        scene.Run();
        Assert.Equal(200, alice.Calls[0].Status);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(407)]
    public void A_BYE_that_is_challenged_ends_nothing(int status)
    {
        var scene = new Scene();
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, (bob, Behaviour.Answers(500) with { ByeStatus = status })) with
        {
            CallId = "challenged",
            CallerHangsUpAfter = Ms(1_000),
            CalleeHangsUpAfter = Ms(20_000),
        });
        var world = scene.Run();
        var record = Assert.Single(world.Watch.Records.Last("challenged")!.Records);
        Assert.True(record.EndedAt - record.AnsweredAt > Ms(15_000));
    }

    [Fact]
    public void A_redirection_that_cannot_be_read_is_the_callers_to_follow()
    {
        var scene = new Scene(options: WorldOptions.Default with { RecurseRedirects = true });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, (bob, Behaviour.Declines(302, 500, "Contact: <<\r\n"))));
        scene.Run();
        Assert.Equal(302, alice.Calls[0].Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Expires: soon\r\n")]
    public void A_NOTIFY_without_an_Expires_begins_a_subscription_of_the_usual_time(string expires)
    {
        var scene = new Scene(options: Late("SUBSCRIBE ", TimeSpan.FromSeconds(1)));
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        var plan = Plan(alice, (bob, Behaviour.Answers(0))) with { Method = "SUBSCRIBE", Lines = "Event: x\r\n" };
        scene.Call(plan);
        var sent = new List<ClientTransaction>();
        scene.At(At + Ms(500), () => Notify(1, "active"));
        scene.At(At + Ms(5_000), () => Notify(2, "terminated"));
        // A notifier whose word was refused says it again.
        scene.At(At + Ms(8_000), () => Notify(3, "terminated"));
        scene.Run();
        Assert.Equal([200, 200], sent.Take(2).Select(s => s.Status));

        void Notify(uint number, string state) => sent.Add(bob.Begin(
            new RequestText
            {
                Method = "NOTIFY",
                Uri = alice.Contact,
                Branch = bob.NewBranch(),
                From = bob.Aor,
                FromTag = "notifier",
                To = alice.Aor,
                ToTag = alice.Calls[0].FromTag,
                CallId = plan.CallId,
                CSeq = number,
                Lines = $"Event: x\r\nSubscription-State: {state}\r\n{expires}",
            },
            _ => { }));
    }

    [Fact]
    public void A_re_INVITE_and_a_MESSAGE_may_ring_as_well()
    {
        var scene = new Scene();
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Plan(alice, (bob, Behaviour.Answers(500) with { RingsAgain = true })) with { ReInvites = true });
        scene.Call(Plan(alice, (bob, Behaviour.Declines(603, 2_000))) with { CallId = "message", Method = "MESSAGE" });
        scene.At(At + Ms(1_000), () => bob.Servers.First(s => s.Request.Method == SipMethod.Message).Respond(183, "b"));
        scene.Run();
        Assert.Equal((200, 603), (alice.Calls[0].Status, alice.Calls[1].Status));
    }

    [Fact]
    public void A_name_that_is_resolved_when_the_call_is_forgotten_brings_nothing()
    {
        var scene = new Scene();
        scene.World.Names.FixedDelay = TimeSpan.FromMinutes(8);
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob", new PhoneTraits { Host = "bob.phones.test" }));
        scene.Call(Plan(alice, (bob, Behaviour.Rings())) with { CancelAfter = Ms(1_000) });
        scene.Run();
        Assert.Equal(487, alice.Calls[0].Status);
        Assert.Empty(bob.Legs);
    }

    /// <summary>
    /// The relay has forgotten the first phone when the 37 s for its first word are over, and its ring time ends at the
    /// instant of the timer that an engine whose clock is behind has set itself for that.
    /// </summary>
    [Fact]
    public void Wrong_clocks_do_not_keep_the_second_phone_from_ringing()
    {
        var limits = EngineLimits.Default with { RingTime = TimeSpan.FromSeconds(39) };
        for (var seed = 1; seed <= 8; seed++)
        {
            var scene = new Scene(
                seed, Profile.Calm with { MaxSkew = Ms(800) },
                WorldOptions.Default with { Limits = limits, Forking = ForkingOrder.Sequential });
            var alice = scene.Phone("alice");
            scene.Phone("bob", new PhoneTraits { ContactUri = "sip:bob@203.0.113.9" });
            var second = scene.Phone("bob", new PhoneTraits { Q = 0.5 });
            scene.Call(Plan(alice, (second, Behaviour.Answers(500))));
            scene.At(At + Ms(10_000), () => scene.World.Relays[0].Restart());
            scene.Run();
            Assert.Equal(200, alice.Calls[0].Status);
        }
    }

    private static readonly PhoneTraits Foreign = new() { ForeignDomain = "elsewhere.test" };

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static WorldOptions Late(string start, TimeSpan delay) => WorldOptions.Default with
    {
        CommandDelay = c => SimPhone.Text(c.Bytes.Span).StartsWith(start, StringComparison.Ordinal) ? delay : null,
    };

    private static CallPlan Plan(SimPhone caller, params (SimPhone Phone, Behaviour Does)[] phones) => new()
    {
        CallId = "rare",
        Caller = caller,
        Callee = "bob",
        At = At,
        CancelAfter = TimeSpan.FromMinutes(1),
        Phones = phones.ToDictionary(p => p.Phone.Number, p => p.Does),
    };
}
