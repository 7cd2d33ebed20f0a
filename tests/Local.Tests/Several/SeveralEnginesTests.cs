using System.Text;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Tests.Several;

/// <summary>Two engines at one actor at a time, as when a lock on it was lost: the store's versions decide.</summary>
public sealed class SeveralEnginesTests
{
    [Theory]
    [InlineData("INVITE ")]
    [InlineData("SIP/2.0 180 ")]
    [InlineData("SIP/2.0 200 ")]
    [InlineData("BYE ")]
    public async Task Two_engines_that_race_for_one_input_end_as_one_decision(string input)
    {
        await using var cluster = await Cluster.Start(relays: 2, engines: 2);
        using var call = await LoopCall.Create(cluster, "bob");
        var hold = cluster.Hold = new Hold(text => text.StartsWith(input, StringComparison.Ordinal));
        var running = RunCall(call);

        await hold.Held;
        // The other engine gets the same input, decides and saves; then the first one tries to.
        Assert.True(cluster.Bus.TakeAway(Cluster.KeyOf(call.CallId)));
        await running;
        hold.LetGo();
        await Cluster.Until(() => cluster.Engines.Sum(e => e.Conflicts) == 1, "the first engine's save is refused");

        await cluster.HasOneRecord(call.CallId, "ringing", "answered", "ended");
        var document = await cluster.Document(call.CallId);
        Assert.Equal(document.Decided.Length, document.Decided.DistinctBy(d => d.Id).Count());
        foreach (var phone in new[] { call.Caller, call.Callee }) Assert.Empty(await phone.Unread());
    }

    [Fact]
    public async Task A_200_and_a_CANCEL_that_two_engines_decide_at_once_end_as_one_decision()
    {
        await using var cluster = await Cluster.Start(relays: 1, engines: 2);
        using var call = await LoopCall.Create(cluster, "bob");
        await call.Ring(0, 0);
        var hold = cluster.Hold = new Hold(text => text.StartsWith("SIP/2.0 200 ", StringComparison.Ordinal));
        await call.Reply(200, by: 0);
        await hold.Held;

        // The engine that has decided on the 200 has not saved yet, and the other one saves the CANCEL before it.
        Assert.Equal(TurnOutcome.Done, await cluster.Engines[0].Turn(CancelOf(call)));
        await call.Caller.Response(200, "1 CANCEL");
        hold.LetGo();
        await call.HasAnswer();

        // The 2xx had crossed the CANCEL: it goes up, and no 487 comes after it (RFC 3261 §9.1).
        Assert.Equal(1, cluster.Engines.Sum(e => e.Conflicts));
        await call.Acknowledge(0);
        await call.HangUp(0, 0);
        Assert.Empty(await call.Caller.Unread());
        await cluster.HasOneRecord(call.CallId, "ringing", "answered", "ended");
        Assert.All(((CallState)(await cluster.Document(call.CallId)).State!).Contexts, c => Assert.False(c.IsOpen));
    }

    private static async Task RunCall(LoopCall call)
    {
        await call.Ring(0, 1);
        await call.Answered(0);
        await call.Acknowledge(1);
        await call.HangUp(0, 1);
    }

    private static Envelope CancelOf(LoopCall call) => new()
    {
        Id = InputId.FromRelay(77, 1),
        Actor = Cluster.KeyOf(call.CallId),
        Kind = EnvelopeKind.Sip,
        Bytes = Encoding.UTF8.GetBytes(call.OfInvite("CANCEL")),
        Flow = LoopPhone.Flow(Cluster.Relay(0), call.Caller.Port),
        At = DateTimeOffset.UtcNow,
    };
}
