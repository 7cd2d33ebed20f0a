using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Calls that are asked for over HTTP: whatever happens, no phone is left ringing or up alone.</summary>
public class ClickToCallTests
{
    private const string CallId = "click";
    private const int Seeds = 60;

    private static readonly TimeSpan Begin = TimeSpan.FromSeconds(8);

    public static TheoryData<string, string> Cases => new()
    {
        { "hung up", "normal" },
        { "a phone hangs up", "normal" },
        { "first busy", "busy" },
        { "second busy", "busy" },
        { "hung up while the first rings", "cancelled" },
        { "hung up while the second rings", "cancelled" },
        { "the first gives up while the second rings", "cancelled" },
        { "the second answers after 40 s", "normal" },
        { "transferred", "normal" },
        { "transferred to who is busy", "normal" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_outcome_has_its_one_end_and_leaves_no_leg_behind(string what, string reason)
    {
        var call = Run(what, new Scene());
        Assert.Equal(reason, Assert.Single(call!.Records).Reason);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void In_a_world_of_faults_no_leg_is_left_behind(string what, string reason)
    {
        var ended = 0;
        for (var seed = 1; seed <= Seeds; seed++)
            if (Run(what, new Scene(new SimWorld(seed))) is not null) ended++;
        Assert.True(ended >= Seeds * 3 / 4, $"{ended} of {Seeds} that should end as {reason} came to a call");
    }

    /// <summary>The hang-up and the answer of either phone, in every order within a few milliseconds.</summary>
    [Theory]
    [InlineData(1_000)]
    [InlineData(3_000)]
    public void An_answer_that_crosses_the_hang_up_leaves_no_leg_behind(int about)
    {
        for (var ms = about - 10; ms <= about + 20; ms++)
        {
            var scene = new Scene();
            Fill(scene, Behaviour.Answers(1_000), Behaviour.Answers(2_000, 50), null);
            HangUp(scene, TimeSpan.FromMilliseconds(ms));
            Finish(scene);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whatever_write_or_send_fails_or_save_an_engine_dies_after_no_leg_is_left(string what, string reason)
    {
        var whole = new Scene();
        Run(what, whole);
        var (writes, sends, saves) = (whole.World.Writes, whole.World.Bus.Sends, whole.World.Saves);
        Assert.InRange(saves, 5, 500);
        for (var n = 0; n < writes; n++) Check(WorldOptions.Default with { FailWrite = n });
        for (var n = 0; n < sends; n++) Check(WorldOptions.Default with { FailSend = n });
        for (var n = 0; n < saves; n++) Check(WorldOptions.Default with { DieAfterSave = n });

        void Check(WorldOptions options)
        {
            var call = Run(what, new Scene(options: options));
            Assert.Equal(reason, Assert.Single(call!.Records).Reason);
        }
    }

    /// <summary>The call as it was saved last; null when no phone had registered in time.</summary>
    private static CallState? Run(string what, Scene scene)
    {
        var (second, third) = (Behaviour.Answers(2_000), Behaviour.Answers(1_500));
        switch (what)
        {
            case "first busy":
                Fill(scene, Behaviour.Declines(486, 500), second, null);
                break;
            case "second busy":
                Fill(scene, Behaviour.Answers(1_000), Behaviour.Declines(486, 700), null);
                break;
            case "hung up while the first rings":
                Fill(scene, Behaviour.Rings(), second, null);
                HangUp(scene, TimeSpan.FromSeconds(2));
                break;
            case "hung up while the second rings":
                Fill(scene, Behaviour.Answers(1_000), Behaviour.Rings(), null);
                HangUp(scene, TimeSpan.FromSeconds(4));
                break;
            case "the first gives up while the second rings":
                Fill(scene, Behaviour.Answers(1_000), Behaviour.Rings(), null, TimeSpan.FromSeconds(2));
                break;
            case "the second answers after 40 s":
                Fill(scene, Behaviour.Answers(1_000), Behaviour.Answers(40_000), null);
                HangUp(scene, TimeSpan.FromSeconds(60));
                break;
            case "a phone hangs up":
                Fill(scene, Behaviour.Answers(1_000), second, null, TimeSpan.FromSeconds(6));
                break;
            case "transferred":
            case "transferred to who is busy":
                var carol = what == "transferred" ? third : Behaviour.Declines(486, 700);
                Fill(scene, Behaviour.Answers(1_000), second, carol);
                Command(scene, TimeSpan.FromSeconds(6), "transfer", "alice", "sip:carol@sip.test");
                HangUp(scene, TimeSpan.FromSeconds(20), "bob");
                break;
            default:
                Fill(scene, Behaviour.Answers(1_000), second, null);
                HangUp(scene, TimeSpan.FromSeconds(10));
                break;
        }
        return Finish(scene);
    }

    private static void Fill(
        Scene scene, Behaviour first, Behaviour second, Behaviour? third, TimeSpan? phonesHangUpAfter = null)
    {
        var (alice, bob, carol) = (scene.Phone("alice"), scene.Phone("bob"), scene.Phone("carol"));
        var plan = new CallPlan
        {
            CallId = CallId,
            Caller = alice,
            Callee = "bob",
            At = Begin,
            CancelAfter = TimeSpan.FromHours(1),
            CalleeHangsUpAfter = phonesHangUpAfter,
            Session = "v=0\r\no=phone 7 1 IN IP4 192.168.0.1\r\ns=-\r\nc=IN IP4 192.168.0.1\r\nt=0 0\r\n"
                + "m=audio 4000 RTP/AVP 0\r\n",
            Phones = { [alice.Number] = first, [bob.Number] = second },
        };
        if (third is not null) plan.Phones[carol.Number] = third;
        scene.World.Plans[CallId] = scene.World.OwnPlan = plan;
        var arguments = new Dictionary<string, string>
        {
            ["caller"] = "alice@sip.test", ["from"] = "alice@sip.test", ["to"] = "sip:bob@sip.test",
            ["callId"] = CallId,
        };
        scene.Command(Begin, CallId, new CommandReceived("call", arguments.ToImmutableDictionary()));
    }

    private static void HangUp(Scene scene, TimeSpan after, string user = "alice") =>
        Command(scene, after, "hang-up", user);

    private static void Command(Scene scene, TimeSpan after, string name, string user, string? to = null)
    {
        var arguments = ImmutableDictionary<string, string>.Empty.Add("caller", $"{user}@sip.test");
        if (to is not null) arguments = arguments.Add("to", to);
        scene.Command(Begin + after, CallId, new CommandReceived(name, arguments));
    }

    private static CallState? Finish(Scene scene)
    {
        var world = scene.Run();
        foreach (var leg in world.Phones.SelectMany(p => p.Legs))
            Assert.True(!leg.WasUp || leg.HasAck || leg.TimedOut || leg.IsBroken, $"no ACK for {leg.Tag}");
        if (world.Watch.Records.Last(CallId) is not { } call)
        {
            Assert.All(world.Phones, p => Assert.Empty(p.Legs));
            return null;
        }
        var record = Assert.Single(call.Records);
        Assert.Equal(CallPhase.Ended, record.State);
        Assert.Single(call.Events, e => e.Data["state"] == "ended");
        return call;
    }
}
