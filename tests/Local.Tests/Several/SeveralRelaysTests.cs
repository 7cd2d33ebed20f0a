namespace ServerlessSip.Local.Tests.Several;

/// <summary>Messages that come in through another relay than the one that knows their transaction.</summary>
public sealed class SeveralRelaysTests
{
    private static readonly string[] Whole = ["ringing", "answered", "ended"];

    [Fact]
    public async Task Responses_that_come_in_through_another_relay_find_their_call()
    {
        await using var cluster = await Cluster.Start(relays: 2, engines: 1);
        using var call = await LoopCall.Create(cluster, "bob");

        await call.Ring(inviteBy: 0, ringingBy: 1);
        await call.Answered(by: 1);
        // The relay that repeats the INVITE is told to stop.
        await Cluster.Until(() => cluster.Relays[0].Core.Remembered.Clients == 0, "the INVITE is repeated no more");
        await call.Acknowledge(by: 0);
        await call.HangUp(byeBy: 0, answerBy: 1);

        await cluster.HasOneRecord(call.CallId, Whole);
    }

    [Fact]
    public async Task Requests_in_a_dialog_that_come_in_through_another_relay_find_their_call()
    {
        await using var cluster = await Cluster.Start(relays: 2, engines: 1);
        using var call = await LoopCall.Create(cluster, "bob");

        await call.Ring(inviteBy: 0, ringingBy: 0);
        await call.Answered(by: 0);
        await call.Acknowledge(by: 1);
        await call.CalleeHangsUp(byeBy: 1, answerBy: 0);

        await cluster.HasOneRecord(call.CallId, Whole);
    }

    [Fact]
    public async Task A_CANCEL_that_comes_in_through_another_relay_stops_the_phone()
    {
        await using var cluster = await Cluster.Start(relays: 2, engines: 1);
        using var call = await LoopCall.Create(cluster, "bob");

        await call.Ring(inviteBy: 0, ringingBy: 0);
        await call.Cancel(cancelBy: 1, answersBy: 1);
        // A failure through a relay that did not send the INVITE has its ACK made by the engine.
        var ack = await call.Callee.Request("ACK");

        Assert.Equal(LoopPhone.Values(call.Received, "Via").First(), LoopPhone.Values(ack, "Via").Single());
        await cluster.HasOneRecord(call.CallId, "ringing", "ended");
    }

    [Fact]
    public async Task An_ACK_to_a_failure_that_comes_in_through_another_relay_ends_its_repeats()
    {
        await using var cluster = await Cluster.Start(relays: 2, engines: 1);
        using var call = await LoopCall.Create(cluster, "bob");
        await call.Ring(inviteBy: 0, ringingBy: 0);
        await call.Reply(486, by: 0);
        var busy = await call.Caller.Response(486, "1 INVITE");
        var tag = LoopPhone.Values(busy, "To").Single().Split(";tag=")[1];
        Assert.Equal(1, cluster.Relays[0].Core.Remembered.Servers);

        await call.Caller.Send(call.OfInvite("ACK", $";tag={tag}"), cluster.Relays[1]);

        // Without an ACK timer H would end it, after 32 seconds.
        await Cluster.Until(() => cluster.Relays[0].Core.Remembered.Servers == 0, "486 is repeated no more");
        await cluster.HasOneRecord(call.CallId, "ringing", "ended");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_refusal_of_a_phone_that_rang_while_its_relay_was_started_anew_gets_its_ACK(int by)
    {
        await using var cluster = await Cluster.Start(relays: 2, engines: 1);
        using var call = await LoopCall.Create(cluster, "bob");
        await call.Ring(inviteBy: 0, ringingBy: 0);

        await cluster.RestartRelay(0);
        await call.Reply(486, by);
        await call.Caller.Response(486, "1 INVITE");
        // The phone repeats it until the ACK comes (RFC 3261 §17.2.1).
        await call.Reply(486, by);
        var ack = await call.Callee.Request("ACK");

        Assert.Equal(LoopPhone.Values(call.Received, "Via").First(), LoopPhone.Values(ack, "Via").Single());
        await cluster.HasOneRecord(call.CallId, "ringing", "ended");
    }

    [Fact]
    public async Task An_INVITE_that_is_repeated_through_another_relay_rings_no_second_time()
    {
        await using var cluster = await Cluster.Start(relays: 2, engines: 2);
        using var call = await LoopCall.Create(cluster, "bob");
        await call.Ring(inviteBy: 0, ringingBy: 0);

        await call.Caller.Send(call.Invite, cluster.Relays[1]);
        // The relay of the repeat answers as the first one did.
        await Cluster.Until(() => cluster.Engines.Sum(e => e.Turns) == 3, "the repeat is decided");
        await call.Answered(by: 0);
        await call.Acknowledge(by: 1);
        await call.HangUp(byeBy: 1, answerBy: 1);

        Assert.DoesNotContain(await call.Callee.Unread(), m => m.StartsWith("INVITE ", StringComparison.Ordinal));
        await cluster.HasOneRecord(call.CallId, Whole);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Calls_whose_every_message_comes_in_through_any_relay_complete(int seed)
    {
        const int calls = 40;
        await using var cluster = await Cluster.Start(relays: 3, engines: 3);
        // Drawn beforehand: the calls run at once.
        var random = new Random(seed);
        var ways = Enumerable.Range(0, calls)
            .Select(_ => Enumerable.Range(0, 7).Select(_ => random.Next(3)).ToArray()).ToArray();

        await Task.WhenAll(ways.Select((by, number) => Run(cluster, $"phone{number}", by, kind: number % 4)));

        Assert.Equal(0, cluster.Bus.DeadLetters.Count);
        Assert.All(cluster.Engines, engine => Assert.True(engine.Turns > calls, $"{engine.Turns} turns"));
    }

    private static async Task Run(Cluster cluster, string name, int[] by, int kind)
    {
        using var call = await LoopCall.Create(cluster, name);
        await call.Ring(by[0], by[1]);
        if (kind == 3)
        {
            await call.Cancel(by[2], by[3]);
            await cluster.HasOneRecord(call.CallId, "ringing", "ended");
            return;
        }
        await call.Answered(by[2]);
        await call.Acknowledge(by[3]);
        if (kind == 2) await call.CalleeHangsUp(by[4], by[5]);
        else await call.HangUp(by[4], by[5]);
        await cluster.HasOneRecord(call.CallId, Whole);
    }
}
