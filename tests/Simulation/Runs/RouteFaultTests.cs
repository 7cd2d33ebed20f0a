using ServerlessSip.Engine.Routing;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Calls that follow a route, with every failure: they end as they do without one.</summary>
public class RouteFaultTests
{
    private const int Seeds = 60;
    private const int Overload = 503;
    private const int SkewedSeeds = 16;
    private const int MostTimers = 16;
    private static readonly RingRoute RingBob = Route.Ring("bob@sip.test");
    private static readonly RingRoute RingCarol = Route.Ring("carol@sip.test");

    public static TheoryData<string, int> Cases => new()
    {
        { "the next verb rings", 200 },
        { "nothing follows", 408 },
        { "code never answers", 500 },
        { "cancelled while code is asked", 487 },
        { "the first target fails", 200 },
        { "the first target is silent", 200 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whatever_write_or_send_fails_or_save_an_engine_dies_after_the_call_ends_so(string what, int status)
    {
        var options = Options(what);
        var whole = Run(what, new Scene(options: options));
        Assert.Equal(status, whole.Phones[0].Calls[0].Status);
        Assert.InRange(whole.Saves, 4, 500);
        for (var n = 0; n < whole.Writes; n++) Assert.Equal(status, Status(options with { FailWrite = n }));
        for (var n = 0; n < whole.Saves; n++) Assert.Equal(status, Status(options with { DieAfterSave = n }));
        var refused = 0;
        for (var n = 0; n < whole.Bus.Sends; n++)
        {
            var failed = Status(options with { FailSend = n });
            if (failed == Overload) refused++;
            else Assert.Equal(status, failed);
        }
        // The relay's own answer to an INVITE that the bus does not take, the first or the one with credentials.
        Assert.Equal(2, refused);

        int Status(WorldOptions failing) => Run(what, new Scene(options: failing)).Phones[0].Calls[0].Status;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void In_a_world_of_faults_every_call_has_its_one_end(string what, int status)
    {
        var same = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var world = Run(what, new Scene(new SimWorld(seed, null, Options(what))));
            if (world.Phones[0].Calls[0].Status == status) same++;
        }
        Assert.True(same >= Seeds / 2, $"{same} of {Seeds} ended with {status}");
    }

    /// <summary>The timer of the question, which has its answer, comes 2 s or less before one in use.</summary>
    [Fact]
    public void A_clock_that_is_behind_is_waited_for_and_not_asked_over_and_over()
    {
        var skewed = Profile.Calm with { MaxSkew = TimeSpan.FromMilliseconds(200) };
        var route = RingBob.For(2.Seconds()).Else(RingCarol.For(3.Seconds()).Else(Route.Reply(486)));
        for (var seed = 1; seed <= SkewedSeeds; seed++)
        {
            var scene = new Scene(seed, skewed, Routed.Desk(route) with { WholeTrace = true });
            var world = Run("nobody answers", scene);
            Assert.Equal(486, world.Phones[0].Calls[0].Status);
            var timers = world.Trace.ToString().Split(" Call Timer").Length - 1;
            Assert.InRange(timers, 3, MostTimers);
        }
    }

    private static WorldOptions Options(string what) => Routed.Desk(what switch
    {
        "the next verb rings" => RingBob.For(3.Seconds()).Else(RingCarol),
        "nothing follows" => RingBob.For(3.Seconds()),
        "the first target fails" => Route.Forward(Routed.Direct(2), Routed.Direct(3)).For(2.Seconds()),
        "the first target is silent" => Route.Forward(Routed.Nowhere, Routed.Direct(3)).For(2.Seconds()),
        _ => null,
    });

    private static SimWorld Run(string what, Scene scene)
    {
        var (alice, bob, carol) = (scene.Phone("alice"), scene.Phone("bob"), scene.Phone("carol"));
        var first = what == "the first target fails" ? Behaviour.Declines(503, 300) : Behaviour.Rings();
        // All have registered by then, with almost any fault.
        var second = what == "nobody answers" ? Behaviour.Rings() : Behaviour.Answers(6_000);
        var plan = Routed.Plan(alice, (bob, first), (carol, second)) with
        {
            At = TimeSpan.FromSeconds(6),
        };
        if (what.StartsWith("cancelled", StringComparison.Ordinal))
            plan = plan with { CancelAfter = TimeSpan.FromSeconds(1) };
        scene.Call(plan);
        return scene.Run();
    }
}
