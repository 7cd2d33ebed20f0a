using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Bridged calls to nobody, and with what one end says or hears lost or late.</summary>
public class BridgeLossTests
{
    private static readonly WorldOptions ToBob = Routed.Desk(Route.Bridge("sip:bob@sip.test"));

    [Theory]
    [InlineData("nobody", 404)]
    [InlineData("dora", 480)]
    public void A_bridge_to_nobody_gets_404_and_to_a_user_without_a_phone_480(string target, int status)
    {
        // The target is named by no rule, else the rule would look for it.
        var scene = new Scene(options: Routed.Desk(Route.Bridge($"sip:{target}@sip.test")) with { RuleFor = "desk" });
        scene.World.Users.Add("dora");
        var alice = scene.Phone("alice");
        Routed.Bridged(scene, Routed.Plan(alice));
        scene.Run();
        Assert.Equal(status, Assert.Single(alice.Calls).Status);
    }

    [Fact]
    public void A_lost_200_is_given_again_by_a_relay_that_has_forgotten_the_call()
    {
        var lost = true;
        var scene = new Scene(options: ToBob with
        {
            Loses = text => lost && text.StartsWith("SIP/2.0 200", StringComparison.Ordinal) && IsOf(text, "2 INVITE"),
        });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        Routed.Bridged(scene, Routed.Plan(alice, (bob, Routed.AnswersAtOnce(20))));
        scene.At(Routed.At + TimeSpan.FromMilliseconds(300), () =>
        {
            Assert.Equal(0, alice.Calls[0].Status);
            lost = false;
            scene.World.Relays[0].Restart();
        });
        scene.Run();
        Assert.Equal(200, alice.Calls[0].Status);
        Assert.True(Assert.Single(bob.Legs).HasAck);
    }

    [Fact]
    public void A_lost_refusal_is_given_again_by_a_relay_that_has_forgotten_the_call()
    {
        var lost = true;
        var scene = new Scene(options: ToBob with
        {
            Loses = text => lost && text.StartsWith("SIP/2.0 486", StringComparison.Ordinal) && IsOf(text, "2 INVITE"),
        });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        Routed.Bridged(scene, Routed.Plan(alice, (bob, Behaviour.Declines(486, 20))));
        scene.At(Routed.At + TimeSpan.FromMilliseconds(300), () =>
        {
            Assert.Equal(0, alice.Calls[0].Status);
            lost = false;
            scene.World.Relays[0].Restart();
        });
        scene.Run();
        Assert.Equal(486, alice.Calls[0].Status);
    }

    [Fact]
    public void A_caller_whose_ACK_never_comes_is_hung_up_and_so_is_the_callee()
    {
        var scene = new Scene(options: ToBob with { Loses = text => IsOf(text, "2 ACK") });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        Routed.Bridged(scene, Long(alice, bob));
        scene.Run();
        Assert.Equal((200, true), (alice.Calls[0].Status, alice.Calls[0].WasAnswered));
        AssertEndedByUs(scene, alice, bob);
    }

    [Fact]
    public void A_re_INVITE_whose_ACK_never_comes_ends_both_legs()
    {
        var scene = new Scene(options: ToBob with { Loses = text => IsOf(text, "4 ACK") });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        Routed.Bridged(scene, Long(alice, bob));
        scene.At(Routed.At + TimeSpan.FromSeconds(2), () => alice.Calls[0].Up!.Send("INFO"));
        scene.At(Routed.At + TimeSpan.FromSeconds(3), () => alice.Calls[0].Up!.Send("INVITE"));
        scene.Run();
        Assert.Equal(200, alice.Clients.Single(c => c is { Request: { Method: "INVITE", CSeq: 4 } }).Status);
        AssertEndedByUs(scene, alice, bob);
    }

    [Fact]
    public void A_bridged_call_that_the_relay_answered_by_itself_rings_nobody()
    {
        var scene = new Scene(options: ToBob with
        {
            CommandDelay = c => c.Kind == RelayCommandKind.Accepted ? TimeSpan.FromSeconds(11) : null,
        });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        Routed.Bridged(scene, Routed.Plan(alice, (bob, Behaviour.Rings())));
        scene.Run();
        Assert.Equal(500, alice.Calls[0].Status);
        Assert.All(bob.Legs, l => Assert.Equal((LegState.Ended, false), (l.State, l.WasUp)));
    }

    [Fact]
    public void A_bridged_request_that_the_relay_answered_by_itself_does_no_harm()
    {
        var slow = false;
        var scene = new Scene(options: ToBob with
        {
            CommandDelay = c => slow && c.Kind == RelayCommandKind.Accepted ? TimeSpan.FromSeconds(11) : null,
        });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        Routed.Bridged(scene, Long(alice, bob));
        scene.At(Routed.At + TimeSpan.FromSeconds(4), () =>
        {
            slow = true;
            alice.Calls[0].Up!.Send("INFO");
        });
        scene.Run();
        Assert.Equal(500, alice.Clients.Single(c => c.Request.Method == "INFO").Status);
        Assert.True(Assert.Single(bob.Legs).HasAck);
    }

    [Fact]
    public void A_second_phone_that_rings_after_the_first_has_answered_is_cancelled()
    {
        var scene = new Scene(options: ToBob);
        var (alice, bob, other) = (scene.Phone("alice"), scene.Phone("bob"), scene.Phone("bob"));
        Routed.Bridged(scene, Routed.Plan(alice, (bob, Routed.AnswersAtOnce(300)), (other, Behaviour.Rings(700))));
        scene.Run();
        Assert.Equal(200, alice.Calls[0].Status);
        Assert.True(bob.Legs[0].HasAck);
        Assert.Equal((LegState.Ended, false), (other.Legs[0].State, other.Legs[0].WasUp));
    }

    [Theory]
    [InlineData("desk")]
    [InlineData("bob")]
    public void A_183_to_what_is_no_INVITE_does_no_harm(string callee)
    {
        var scene = new Scene(options: ToBob);
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob", new PhoneTraits { SaysProgress = true }));
        Routed.Bridged(scene, Long(alice, bob) with { Callee = callee });
        scene.At(Routed.At + TimeSpan.FromSeconds(4), () => alice.Calls[0].Up!.Send("INFO"));
        scene.Run();
        Assert.Equal(200, alice.Clients.Single(c => c.Request.Method == "INFO").Status);
    }

    [Fact]
    public void The_ninth_caller_of_one_Call_ID_is_bridged_and_transferred_without_a_record()
    {
        var scene = new Scene(options: ToBob);
        var (alice, bob, carol) = (scene.Phone("alice"), scene.Phone("bob"), scene.Phone("carol"));
        var busy = Routed.Plan(alice, (bob, Behaviour.Declines(486, 200))) with { Callee = "bob" };
        for (var i = 0; i < 8; i++) scene.Call(busy with { At = Routed.At + TimeSpan.FromSeconds(i) });
        var ninth = Routed.Plan(alice, (bob, Behaviour.Answers(500)), (carol, Behaviour.Answers(1_000))) with
        {
            At = Routed.At + TimeSpan.FromSeconds(10),
            CallerHangsUpAfter = TimeSpan.FromMinutes(2),
            Session = Routed.Session,
        };
        scene.World.OwnPlan = ninth;
        scene.World.Events.After(ninth.At, () => alice.Call(ninth));
        Command(scene, TimeSpan.FromSeconds(14), "transfer", "alice", "sip:carol@sip.test");
        Command(scene, TimeSpan.FromSeconds(22), "hang-up", "bob", null);
        var call = scene.Run().Watch.Records.Last(Routed.CallId)!;
        Assert.Equal(8, call.Records.Length);
        Assert.All(call.Records, r => Assert.Equal((CallPhase.Ended, "busy"), (r.State, r.Reason)));
        Assert.Equal([486, 486, 486, 486, 486, 486, 486, 486, 200], alice.Calls.Select(c => c.Status));
        Assert.True(Assert.Single(carol.Legs).HasAck);
    }

    private static void Command(Scene scene, TimeSpan after, string name, string user, string? to)
    {
        var arguments = ImmutableDictionary<string, string>.Empty.Add("caller", $"{user}@sip.test");
        if (to is not null) arguments = arguments.Add("to", to);
        scene.Command(Routed.At + after, Routed.CallId, new CommandReceived(name, arguments));
    }

    private static CallPlan Long(SimPhone alice, SimPhone bob) =>
        Routed.Plan(alice, (bob, Behaviour.Answers(500))) with { CallerHangsUpAfter = TimeSpan.FromSeconds(100) };

    private static bool IsOf(string text, string cseq) =>
        text.Contains($"\r\nCall-ID: {Routed.CallId}\r\n", StringComparison.Ordinal)
        && text.Contains($"\r\nCSeq: {cseq}\r\n", StringComparison.Ordinal);

    /// <summary>Both phones got a BYE of ours and sent none.</summary>
    private static void AssertEndedByUs(Scene scene, SimPhone alice, SimPhone bob)
    {
        Assert.Contains("BYE ", Routed.Text(alice, "BYE"), StringComparison.Ordinal);
        Assert.Contains("BYE ", Routed.Text(bob, "BYE"), StringComparison.Ordinal);
        Assert.DoesNotContain(alice.Clients.Concat(bob.Clients), c => c.Request.Method == "BYE");
        var call = scene.World.Watch.Records.Last(Routed.CallId)!;
        Assert.Equal(CallPhase.Ended, Assert.Single(call.Records).State);
    }
}
