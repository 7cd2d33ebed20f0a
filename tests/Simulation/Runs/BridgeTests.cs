using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Calls that a route bridges: both legs end together, whatever fails.</summary>
public class BridgeTests
{
    private const string CallId = "bridged";
    private const int Seeds = 80;

    private static readonly WorldOptions Bridged = WorldOptions.Default with
    {
        Route = user => user == "desk" ? Route.Bridge("sip:bob@sip.test") : Route.Continue(),
    };

    public static TheoryData<string, int> Cases => new()
    {
        { "the caller hangs up", 200 },
        { "the callee hangs up", 200 },
        { "re-INVITEs and requests both ways", 200 },
        { "cancelled", 487 },
        { "busy", 486 },
        { "cancelled when it is answered", 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_outcome_leaves_no_leg_behind(string what, int status)
    {
        var scene = new Scene(options: Bridged);
        Run(what, scene);
        if (status != 0) Assert.Equal(status, scene.World.Phones[0].Calls[0].Status);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void In_a_world_of_faults_no_leg_is_left_behind(string what, int status)
    {
        var same = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var scene = new Scene(new SimWorld(seed, null, Bridged));
            Run(what, scene);
            if (scene.World.Phones[0].Calls[0].Status == status) same++;
        }
        Assert.True(status == 0 || same >= Seeds / 2, $"{same} of {Seeds} ended with {status}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whatever_write_or_send_fails_or_save_an_engine_dies_after_no_leg_is_left(string what, int status)
    {
        var whole = new Scene(options: Bridged);
        Run(what, whole);
        var (writes, sends, saves) = (whole.World.Writes, whole.World.Bus.Sends, whole.World.Saves);
        Assert.True(saves >= 8, $"{saves} saves on the way to {status}");
        for (var n = 0; n < writes; n++) Run(what, new Scene(options: Bridged with { FailWrite = n }));
        for (var n = 0; n < sends; n++) Run(what, new Scene(options: Bridged with { FailSend = n }));
        for (var n = 0; n < saves; n++) Run(what, new Scene(options: Bridged with { DieAfterSave = n }));
    }

    private static void Run(string what, Scene scene)
    {
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        var plan = new CallPlan
        {
            CallId = CallId,
            Caller = alice,
            Callee = "desk",
            At = TimeSpan.FromSeconds(6),
            CancelAfter = TimeSpan.FromMinutes(2),
            CallerHangsUpAfter = TimeSpan.FromSeconds(8),
            Phones = { [bob.Number] = Behaviour.Answers(2_000) },
        };
        plan = what switch
        {
            "the callee hangs up" => plan with { CalleeHangsUpAfter = TimeSpan.FromSeconds(3) },
            "re-INVITEs and requests both ways" => plan with
            {
                ReInvites = true,
                FromCaller = ["INFO", "MESSAGE", "INVITE"],
                FromCallee = ["INFO", "UPDATE"],
            },
            "cancelled" => plan with { CancelAfter = TimeSpan.FromMilliseconds(1_200) },
            "cancelled when it is answered" => plan with { CancelsWhenAnswered = true },
            _ => plan,
        };
        if (what == "busy") plan.Phones[bob.Number] = Behaviour.Declines(486, 700);
        scene.World.OwnPlan = plan;
        scene.Call(plan);
        var world = scene.Run();
        foreach (var leg in bob.Legs)
        {
            Assert.NotEqual(CallId, leg.CallId);
            Assert.True(!leg.WasUp || leg.HasAck || leg.TimedOut || leg.IsBroken, $"no ACK for {leg.Tag}");
        }
        if (world.Watch.Records.Last(CallId) is not { Records: [var record] } call) return;
        Assert.Equal(CallPhase.Ended, record.State);
        Assert.Single(call.Events, e => e.Type == "call" && e.Data["state"] == "ended");
    }
}
