using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.Runs;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Checks;

/// <summary>For each invariant a planted fault shows that the harness catches it.</summary>
public class PlantTests
{
    private const int MostSeeds = 12;

    [Theory]
    [InlineData(nameof(Plant.SecondFinal), "486 after 200")]
    [InlineData(nameof(Plant.SecondTag), "two To-tags")]
    [InlineData(nameof(Plant.SendBeforeSave), "sent and not saved")]
    [InlineData(nameof(Plant.OwnAck), "no phone sent ACK")]
    [InlineData(nameof(Plant.OwnBye), "no phone sent BYE")]
    [InlineData(nameof(Plant.StrangerSaves), "a stranger's message changes")]
    [InlineData(nameof(Plant.Leak), "never forgotten")]
    [InlineData(nameof(Plant.NoFinal), "got nothing for its CANCEL")]
    [InlineData(nameof(Plant.LostAck), "the ACK has not reached")]
    [InlineData(nameof(Plant.LostFailureAck), "failure has no ACK")]
    [InlineData(nameof(Plant.ForgottenCancel), "Ringing without its peer")]
    [InlineData(nameof(Plant.ForgottenBye), "Up without its peer")]
    [InlineData(nameof(Plant.SecondRecord), "two call records of one leg")]
    [InlineData(nameof(Plant.Impure), "when its")]
    [InlineData(nameof(Plant.ImpureAnswer), "when its")]
    [InlineData(nameof(Plant.Storm), "inputs wait")]
    [InlineData(nameof(Plant.Hoard), "nonces")]
    [InlineData(nameof(Plant.KeptChallenge), "was challenged only and has a record")]
    [InlineData(nameof(Plant.NoRecord), "has 0 call records")]
    public void A_planted_fault_is_caught(string plant, string finding)
    {
        var options = WorldOptions.Default with { Plant = Enum.Parse<Plant>(plant) };
        for (var seed = 1; seed <= MostSeeds; seed++)
        {
            try
            {
                SeedRun.Run(seed, Profile.Calm, options);
            }
            catch (SimulationException caught)
            {
                if (caught.Findings.Contains(finding, StringComparison.Ordinal)) return;
            }
        }
        Assert.Fail($"{plant} is not caught by: {finding}");
    }

    /// <summary>Nobody but timer C ends a call that rings for ever.</summary>
    [Fact]
    public void A_branch_without_an_end_is_caught()
    {
        var scene = new Scene(options: WorldOptions.Default with { Plant = Plant.EndlessBranch });
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        scene.Call(new CallPlan
        {
            CallId = "endless",
            Caller = alice,
            Callee = "bob",
            At = TimeSpan.FromSeconds(3),
            CancelAfter = TimeSpan.FromHours(1),
            Phones = { [bob.Number] = Behaviour.Rings() },
        });
        var caught = Assert.Throws<SimulationException>(() => scene.Run());
        Assert.Contains("is open", caught.Findings, StringComparison.Ordinal);
        Assert.Contains("Ringing without its peer", caught.Findings, StringComparison.Ordinal);
    }
}
