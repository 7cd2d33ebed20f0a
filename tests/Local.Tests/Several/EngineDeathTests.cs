namespace ServerlessSip.Local.Tests.Several;

/// <summary>One of two engines dies in the middle of a call: the other one completes it.</summary>
public sealed class EngineDeathTests
{
    private static readonly string[] Whole = ["ringing", "answered", "ended"];

    public static TheoryData<string, DeathPoint> Deaths
    {
        get
        {
            var deaths = new TheoryData<string, DeathPoint>();
            // Between 180 and 200, between 200 and ACK, before BYE and in it.
            foreach (var input in (string[])["INVITE ", "SIP/2.0 180 ", "SIP/2.0 200 ", "ACK ", "BYE "])
                foreach (var point in Enum.GetValues<DeathPoint>()) deaths.Add(input, point);
            return deaths;
        }
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task A_call_completes_with_one_record_when_an_engine_dies_at(string input, DeathPoint point)
    {
        await using var cluster = await Cluster.Start(relays: 2, engines: 2);
        using var call = await LoopCall.Create(cluster, "bob");
        cluster.Death = new Death(point, text => text.StartsWith(input, StringComparison.Ordinal));

        await Complete(call);

        Assert.Single(cluster.Engines, engine => !engine.IsAlive);
        Assert.Equal(0, cluster.Bus.DeadLetters.Count);
        foreach (var phone in new[] { call.Caller, call.Callee }) Assert.Empty(await phone.Unread());
        await cluster.HasOneRecord(call.CallId, Whole);
    }

    [Fact]
    public async Task A_call_completes_though_no_engine_lives_from_one_message_to_the_next()
    {
        await using var cluster = await Cluster.Start(relays: 2, engines: 1);
        using var call = await LoopCall.Create(cluster, "bob");

        await call.Ring(0, 1);
        Replace(cluster);
        await call.Answered(1);
        Replace(cluster);
        await call.Acknowledge(0);
        Replace(cluster);
        await call.HangUp(1, 0);

        Assert.All(cluster.Engines, engine => Assert.True(engine.Turns > 0));
        await cluster.HasOneRecord(call.CallId, Whole);
    }

    private static void Replace(Cluster cluster)
    {
        cluster.Engines[^1].Kill();
        cluster.AddEngine();
    }

    private static async Task Complete(LoopCall call)
    {
        await call.Ring(0, 1);
        await call.Answered(0);
        await call.Acknowledge(1);
        await call.HangUp(0, 1);
    }
}
