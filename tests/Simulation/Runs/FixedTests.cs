using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Fixed calls: each with its n-th write or send failing.</summary>
public class FixedTests
{
    private static readonly Behaviour Answers = Behaviour.Answers(2_000);
    private static readonly Behaviour Rings = Behaviour.Rings();

    [Theory]
    [InlineData("answered")]
    [InlineData("both answer")]
    [InlineData("cancelled")]
    [InlineData("busy")]
    public void Whatever_write_fails_the_call_converges(string scenario)
    {
        var whole = Run(scenario, WorldOptions.Default);
        Assert.InRange(whole.Writes, 8, 500);
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
        Assert.InRange(whole.Saves, 8, 500);
        for (var n = 0; n < whole.Saves; n++) Run(scenario, WorldOptions.Default with { DieAfterSave = n });
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
            Assert.InRange(SeedRun.Run(seed, profile).Chance.Happened[(int)Fault.OtherRelay], 20, 100_000);
    }

    private static SimWorld Run(string scenario, WorldOptions options) => scenario switch
    {
        "answered" => Run(Answers, Rings, TimeSpan.FromMinutes(1), options),
        "both answer" => Run(Answers, Behaviour.Answers(2_002), TimeSpan.FromMinutes(1), options),
        "cancelled" => Run(Rings, Rings, TimeSpan.FromSeconds(1), options),
        _ => Run(Answers with { Status = 486 }, Answers with { Status = 603 }, TimeSpan.FromMinutes(1), options),
    };

    private static SimWorld Run(Behaviour first, Behaviour second, TimeSpan cancelAfter, WorldOptions options)
    {
        var scene = new Scene(options: options);
        var (alice, bob, other) = (scene.Phone("alice"), scene.Phone("bob"), scene.Phone("bob"));
        scene.Call(new CallPlan
        {
            CallId = "fixed",
            Caller = alice,
            Callee = "bob",
            At = TimeSpan.FromSeconds(3),
            CancelAfter = cancelAfter,
            Phones = { [bob.Number] = first, [other.Number] = second },
        });
        return scene.Run();
    }
}
