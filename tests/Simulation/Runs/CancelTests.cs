using ServerlessSip.Simulation.Checks;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>
/// The cases of CANCEL through the whole system; each shows by the saved documents that it was that case.
/// </summary>
public class CancelTests
{
    [Fact]
    public void Cancel_before_the_route_is_decided_gets_487_and_stops_the_phone()
    {
        var world = Cancelled(CancelCase.BeforeTheRouteIsDecided);
        Assert.All(world.Phones[1].Legs, l => Assert.Equal((LegState.Ended, false), (l.State, l.WasUp)));
    }

    [Fact]
    public void Cancel_while_the_route_is_being_decided_gets_487_at_once_and_no_phone_rings()
    {
        var world = Cancelled(CancelCase.WhileTheRouteIsDecided);
        Assert.Empty(world.Phones[1].Legs);
    }

    [Fact]
    public void Cancel_after_the_branch_went_out_gets_487_and_stops_the_phone()
    {
        var world = Cancelled(CancelCase.AfterTheBranchWentOut);
        Assert.Equal(LegState.Ended, Assert.Single(world.Phones[1].Legs).State);
    }

    [Fact]
    public void Cancel_before_the_phone_says_a_word_waits_for_it()
    {
        var world = CancelScenes.BeforeAProvisional();
        Assert.Equal(1, world.Watch.CancelCases[CancelCase.AfterTheBranchWentOut]);
        Assert.Equal(487, Assert.Single(world.Phones[0].Calls).Status);
        // Had it come before the 180, the phone would not have rung, and would have said 481.
        Assert.True(world.Watch.Coverage.Hits.ContainsKey("180 to Invite"));
        Assert.Equal(LegState.Ended, Assert.Single(world.Phones[1].Legs).State);
    }

    [Fact]
    public void Cancel_with_a_changed_via_sent_by_gets_487_and_stops_the_phone()
    {
        var world = Cancelled(CancelCase.WithChangedSentBy);
        Assert.Equal(LegState.Ended, Assert.Single(world.Phones[1].Legs).State);
    }

    [Fact]
    public void Cancel_that_crosses_a_200_ends_in_a_call_that_is_hung_up_at_once()
    {
        var world = CancelScenes.Run(CancelCase.CrossingA200, WorldOptions.Default);
        Assert.Equal(1, world.Watch.CancelCases[CancelCase.CrossingA200]);
        var call = Assert.Single(world.Phones[0].Calls);
        Assert.Equal((200, true, 200), (call.Status, call.WasAnswered, call.CancelStatus));
        Assert.Null(call.Up);
        Assert.Equal((LegState.Ended, true), (world.Phones[1].Legs[0].State, world.Phones[1].Legs[0].HasAck));
    }

    [Fact]
    public void Cancel_forged_from_elsewhere_gets_481_and_ends_no_call()
    {
        var scene = new Scene();
        var (alice, bob) = (scene.Phone("alice"), scene.Phone("bob"));
        var thief = scene.Phone("carol");
        scene.Call(new CallPlan
        {
            CallId = "fixed",
            Caller = alice,
            Callee = "bob",
            At = TimeSpan.FromSeconds(3),
            CancelAfter = TimeSpan.FromMinutes(1),
            Phones = { [bob.Number] = Behaviour.Answers(2_000) },
        });
        ClientTransaction? forged = null;
        scene.At(TimeSpan.FromSeconds(4), () => forged = thief.Begin(
            alice.Calls[0].Last with { Method = "CANCEL", Lines = "", Body = "", SentBy = "10.9.9.9:5062" },
            _ => { }));
        scene.Run();
        Assert.Equal(481, forged!.Status);
        Assert.Equal((200, true), (alice.Calls[0].Status, alice.Calls[0].WasAnswered));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_fails_in_each_case_the_cancelled_call_converges(int number)
    {
        var one = (CancelCase)number;
        var whole = CancelScenes.Run(one, WorldOptions.Default);
        Assert.InRange(Math.Min(whole.Writes, Math.Min(whole.Saves, whole.Bus.Sends)), 5, 500);
        for (var n = 0; n < whole.Writes; n++) CancelScenes.Run(one, WorldOptions.Default with { FailWrite = n });
        for (var n = 0; n < whole.Bus.Sends; n++) CancelScenes.Run(one, WorldOptions.Default with { FailSend = n });
        for (var n = 0; n < whole.Saves; n++) CancelScenes.Run(one, WorldOptions.Default with { DieAfterSave = n });
    }

    private static SimWorld Cancelled(CancelCase one)
    {
        var world = CancelScenes.Run(one, WorldOptions.Default);
        Assert.Equal(1, world.Watch.CancelCases[one]);
        var call = Assert.Single(world.Phones[0].Calls);
        Assert.Equal((487, false, 200), (call.Status, call.WasAnswered, call.CancelStatus));
        return world;
    }
}
