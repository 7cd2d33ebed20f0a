using ServerlessSip.Engine.Routing;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Calls that user code decides about: whom it serves, how long it rings, when it says nothing.</summary>
public class RouteTests
{
    private const string Shop = $"sip:shop@{SimRoutes.ForeignHost}";
    private static readonly RingRoute RingBob = Route.Ring("bob@sip.test");

    [Fact]
    public void A_rule_for_a_foreign_target_serves_our_own_callers()
    {
        var scene = new Scene(options: WorldOptions.Default with { Route = _ => RingBob });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Routed.Plan(alice, (bob, Behaviour.Answers(500))) with { Callee = Shop });
        scene.Run();
        Assert.Equal((200, 2), (alice.Calls[0].Status, alice.Calls[0].Attempts));
        Assert.True(Assert.Single(bob.Legs).HasAck);
    }

    [Fact]
    public void A_rule_for_a_foreign_target_is_none_for_strangers()
    {
        var scene = new Scene(options: WorldOptions.Default with { Route = _ => RingBob });
        var bob = scene.Phone("bob");
        var zoe = scene.Phone("zoe", new PhoneTraits { ForeignDomain = "elsewhere.test" });
        scene.Call(Routed.Plan(zoe, (bob, Behaviour.Answers(500))) with { Callee = Shop });
        scene.Run();
        Assert.Equal(403, zoe.Calls[0].Status);
        Assert.Empty(bob.Legs);
    }

    [Fact]
    public void A_stranger_who_is_challenged_by_a_route_proves_to_be_one_of_our_users()
    {
        var asked = 0;
        var scene = new Scene(options: WorldOptions.Default with
        {
            Route = user => user == "desk" && asked++ == 0 ? Route.Challenge() : RingBob,
        });
        scene.Phone("alice");
        var bob = scene.Phone("bob");
        var abroad = scene.Phone("alice", new PhoneTraits { ForeignDomain = "elsewhere.test" });
        scene.Call(Routed.Plan(abroad, (bob, Behaviour.Answers(500))));
        scene.Run();
        Assert.Equal((200, 2), (abroad.Calls[0].Status, abroad.Calls[0].Attempts));
        Assert.Single(bob.Legs);
    }

    [Fact]
    public void Who_has_proved_to_be_a_user_of_ours_is_not_asked_for_ever()
    {
        var scene = new Scene(options: Routed.Desk(Route.Challenge()));
        scene.Phone("alice");
        var abroad = scene.Phone("alice", new PhoneTraits { ForeignDomain = "elsewhere.test" });
        scene.Call(Routed.Plan(abroad));
        scene.Run();
        Assert.Equal((403, 2), (abroad.Calls[0].Status, abroad.Calls[0].Attempts));
    }

    [Fact]
    public void A_phone_sees_the_headers_that_the_route_added()
    {
        var route = RingBob.With("X-Line", "sales").Without("Subject").As("sip:sales@sip.test", "Sales");
        var scene = new Scene(options: Routed.Desk(route));
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Routed.Plan(alice, (bob, Behaviour.Answers(500))) with { Lines = "Subject: secret\r\n" });
        scene.Run();
        var invite = Routed.Text(bob, "INVITE");
        Assert.Contains("\r\nX-Line: sales\r\n", invite, StringComparison.Ordinal);
        Assert.Contains(
            "\r\nP-Asserted-Identity: \"Sales\" <sip:sales@sip.test>\r\n", invite, StringComparison.Ordinal);
        Assert.DoesNotContain("Subject:", invite, StringComparison.Ordinal);
        Assert.Equal(200, alice.Calls[0].Status);
    }

    [Fact]
    public void Code_that_never_answers_is_given_up_and_the_caller_gets_500()
    {
        var scene = new Scene(options: Routed.Desk(null));
        var alice = scene.Phone("alice");
        scene.Call(Routed.Plan(alice));
        var answeredAt = WhenAnswered(scene, alice.Calls);
        scene.Run();
        Assert.Equal(500, alice.Calls[0].Status);
        Assert.InRange(answeredAt() - Routed.At, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7));
    }

    [Fact]
    public void A_caller_who_gives_up_while_code_is_asked_gets_487_at_once()
    {
        var scene = new Scene(options: Routed.Desk(null));
        var alice = scene.Phone("alice");
        scene.Call(Routed.Plan(alice) with { CancelAfter = TimeSpan.FromSeconds(1) });
        var answeredAt = WhenAnswered(scene, alice.Calls);
        scene.Run();
        Assert.Equal((487, 200), (alice.Calls[0].Status, alice.Calls[0].CancelStatus));
        Assert.InRange(answeredAt() - Routed.At, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Two_requests_of_one_Call_ID_keep_their_own_times()
    {
        var scene = new Scene(options: WorldOptions.Default with
        {
            Route = user => user == "desk" ? null : RingBob.For(3.Seconds()),
        });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        var plan = Routed.Plan(alice, (bob, Behaviour.Rings()));
        scene.Call(plan with { Callee = "office" });
        scene.Call(plan with { At = Routed.At + TimeSpan.FromSeconds(1) });
        scene.Run();
        Assert.Equal((408, 500), (alice.Calls[0].Status, alice.Calls[1].Status));
        Assert.Equal(LegState.Ended, Assert.Single(bob.Legs).State);
    }

    [Fact]
    public void When_the_ring_time_is_over_the_next_verb_rings_somebody_else()
    {
        var scene = new Scene(options: Routed.Desk(RingBob.For(3.Seconds()).Else(Route.Ring("carol@sip.test"))));
        var (alice, bob, carol) = (scene.Phone("alice"), scene.Phone("bob"), scene.Phone("carol"));
        scene.Call(Routed.Plan(alice, (bob, Behaviour.Rings()), (carol, Behaviour.Answers(1_000))));
        scene.Run();
        Assert.Equal(200, alice.Calls[0].Status);
        Assert.Equal((LegState.Ended, false), (bob.Legs[0].State, bob.Legs[0].WasUp));
        Assert.True(carol.Legs[0].HasAck);
    }

    [Fact]
    public void When_the_ring_time_is_over_and_nothing_follows_the_caller_gets_408()
    {
        var scene = new Scene(options: Routed.Desk(RingBob.For(3.Seconds())));
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Routed.Plan(alice, (bob, Behaviour.Rings())));
        scene.Run();
        Assert.Equal(408, alice.Calls[0].Status);
        Assert.Equal((LegState.Ended, false), (bob.Legs[0].State, bob.Legs[0].WasUp));
    }

    [Fact]
    public void A_phone_that_is_gone_leaves_the_call_to_the_next_verb()
    {
        var scene = new Scene(options: Routed.Desk(RingBob.Else(Route.Ring("carol@sip.test"))));
        var alice = scene.Phone("alice");
        scene.Phone("bob", new PhoneTraits { ContactUri = Routed.Nowhere });
        var carol = scene.Phone("carol");
        scene.Call(Routed.Plan(alice, (carol, Behaviour.Answers(1_000))));
        scene.Run();
        Assert.Equal(200, alice.Calls[0].Status);
        Assert.True(Assert.Single(carol.Legs).HasAck);
    }

    [Fact]
    public void A_timeout_for_a_reason_of_another_version_changes_nothing()
    {
        var scene = new Scene(options: Routed.Desk(RingBob));
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(Routed.Plan(alice, (bob, Behaviour.Answers(2_000))));
        scene.At(Routed.At + TimeSpan.FromSeconds(1), () => _ = scene.World.Bus.Send(new Ports.Envelope
        {
            Id = Ports.InputId.FromRelay(scene.World.NewNonce(), 1),
            Actor = new Ports.ActorKey(
                Ports.ActorKind.Call, Sip.Addressing.ActorAddressing.CallHash(SimPhone.Bytes(Routed.CallId))),
            Kind = Ports.EnvelopeKind.Timeout,
            Bytes = SimPhone.Bytes("9|z9hG4bKwhat|INVITE"),
            At = scene.World.TrueNow,
        }));
        scene.Run();
        Assert.Equal((200, true), (alice.Calls[0].Status, bob.Legs[0].HasAck));
    }

    /// <summary>When the first call was answered, to a tenth of a second.</summary>
    private static Func<TimeSpan> WhenAnswered(Scene scene, List<OutgoingCall> calls)
    {
        var at = TimeSpan.Zero;
        Look();
        return () => at;

        void Look()
        {
            if (calls is [{ Status: not 0 }]) at = scene.World.Events.Now;
            else scene.At(TimeSpan.FromMilliseconds(100), Look);
        }
    }
}
