using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Fixed calls: each with its n-th write or send failing, and the cases of CANCEL.</summary>
public class FixedTests
{
    private static readonly Behaviour Answers = Picks(2_000);
    private static readonly Behaviour Rings = new(TimeSpan.FromMilliseconds(100), 0, TimeSpan.Zero);

    [Theory]
    [InlineData("answered")]
    [InlineData("both answer")]
    [InlineData("cancelled")]
    [InlineData("busy")]
    public void Whatever_write_fails_the_call_converges(string scenario)
    {
        var whole = Run(scenario, WorldOptions.Default);
        Assert.InRange(whole.Writes, 10, 500);
        for (var n = 0; n < whole.Writes; n++) Run(scenario, WorldOptions.Default with { FailWrite = n });
    }

    [Theory]
    [InlineData("answered")]
    [InlineData("both answer")]
    [InlineData("cancelled")]
    [InlineData("busy")]
    public void Whatever_send_fails_the_call_converges(string scenario)
    {
        var whole = Run(scenario, WorldOptions.Default);
        Assert.InRange(whole.Bus.Sends, 10, 1_000);
        for (var n = 0; n < whole.Bus.Sends; n++) Run(scenario, WorldOptions.Default with { FailSend = n });
    }

    [Theory]
    [InlineData("answered")]
    [InlineData("both answer")]
    [InlineData("cancelled")]
    [InlineData("busy")]
    public void Whatever_save_an_engine_dies_after_the_call_converges(string scenario)
    {
        var whole = Run(scenario, WorldOptions.Default);
        Assert.InRange(whole.Saves, 10, 500);
        for (var n = 0; n < whole.Saves; n++) Run(scenario, WorldOptions.Default with { DieAfterSave = n });
    }

    [Theory]
    [InlineData(6)]
    [InlineData(50)]
    [InlineData(1_000)]
    public void Cancel_before_the_answer_gets_487_whenever_it_comes(int milliseconds)
    {
        var call = Cancelled(milliseconds, Rings);
        Assert.Equal((487, false), (call.Status, call.WasAnswered));
    }

    [Fact]
    public void Cancel_that_crosses_a_200_ends_in_a_call_that_is_hung_up_at_once()
    {
        var call = Cancelled(2_006, Answers);
        Assert.Equal((200, true), (call.Status, call.WasAnswered));
        Assert.Null(call.Up);
    }

    [Fact]
    public void Two_engines_that_race_for_every_input_end_as_one_decision()
    {
        var profile = Profile.Calm with { Engines = 2, FaultsEnd = TimeSpan.FromMinutes(5) };
        profile = profile.With(Fault.LostLock, 1).With(Fault.StoreSlow, 0.5);
        for (var seed = 1; seed <= 10; seed++)
            Assert.InRange(SeedRun.Run(seed, profile).Chance.Happened[(int)Fault.LostLock], 100, 100_000);
    }

    [Fact]
    public void Requests_responses_ACK_and_CANCEL_through_another_relay_find_their_call()
    {
        var profile = Profile.Calm with { Relays = 3, FaultsEnd = TimeSpan.FromMinutes(5) };
        profile = profile.With(Fault.OtherRelay, 0.5);
        for (var seed = 1; seed <= 10; seed++)
            Assert.InRange(SeedRun.Run(seed, profile).Chance.Happened[(int)Fault.OtherRelay], 50, 100_000);
    }

    private static OutgoingCall Cancelled(int milliseconds, Behaviour does)
    {
        var world = Run(does, does, TimeSpan.FromMilliseconds(milliseconds), WorldOptions.Default);
        return Assert.Single(world.Phones[0].Calls);
    }

    private static SimWorld Run(string scenario, WorldOptions options) => scenario switch
    {
        "answered" => Run(Answers, Rings, TimeSpan.FromMinutes(1), options),
        "both answer" => Run(Answers, Picks(2_002), TimeSpan.FromMinutes(1), options),
        "cancelled" => Run(Rings, Rings, TimeSpan.FromSeconds(1), options),
        _ => Run(Answers with { Status = 486 }, Answers with { Status = 603 }, TimeSpan.FromMinutes(1), options),
    };

    private static SimWorld Run(Behaviour first, Behaviour second, TimeSpan cancelAfter, WorldOptions options)
    {
        var world = new SimWorld(7, Profile.Calm, options);
        var script = new Script(world);
        script.Add(new CallPlan
        {
            CallId = "fixed",
            Caller = world.Phones[0],
            Callee = "bob",
            At = TimeSpan.FromSeconds(3),
            CancelAfter = cancelAfter,
            Phones = { [2] = first, [3] = second },
        });
        SeedRun.Finish(world);
        return world;
    }

    private static Behaviour Picks(int milliseconds) =>
        new(TimeSpan.FromMilliseconds(100), 200, TimeSpan.FromMilliseconds(milliseconds));
}
