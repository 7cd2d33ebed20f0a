using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>A route that bridges, with SIPp phones at both ends.</summary>
[Collection(Alone.Name)]
public sealed class BridgeScenarioTests(BridgeScenarioTests.Server server) : IClassFixture<BridgeScenarioTests.Server>
{
    private const string Refer = "Refer-To: <sip:carol@sip.test>";
    private const string Done = "Event: refer\nSubscription-State: terminated;reason=noresource\n"
        + "Content-Type: message/sipfrag";

    private readonly string _bob = server.NewUser();

    public sealed class Server() : SharedServer("--Routes:Assembly", LocalServer.Metadata("TestRoutes"));

    private SippPhone Bob => SippPhone.Callee(_bob);

    [ToolFact("sipp")]
    public async Task Bridge_gives_each_leg_its_own_ids_and_a_hold_and_the_callers_BYE_cross()
    {
        await using var cast = new SippCast(server.Local);
        var bob = await cast.Waiting(Bob.ExpectInvite().Say(180).Pause(50).Answer()
            .Hear("INVITE").Reply(200, "", SippPhone.Sdp).Hear("ACK").IsHungUp());
        var seen = await cast.Play(Caller("bridge").Expect(180).Expect(200).Ack()
            .Request("INVITE", "", SippPhone.Sdp).Expect(200).Ack().HangUp());

        var asked = seen.Sent("INVITE")[1].Text;
        var got = bob.Messages.Received("INVITE")[0].Text;
        Assert.NotEqual(asked["Call-ID"], got["Call-ID"]);
        Assert.NotEqual(asked.Tag("From"), got.Tag("From"));
        Assert.NotEmpty(asked["Proxy-Authorization"]);
        Assert.Single(got.All("Via"));
        Assert.Equal("69", got["Max-Forwards"]);
        foreach (var name in (string[])["Proxy-Authorization", "Authorization", "Record-Route", "Route", "X-Ring"])
            Assert.Empty(got.All(name));
        foreach (var message in bob.Messages.All)
            Assert.DoesNotContain(asked["Call-ID"], message.Raw, StringComparison.Ordinal);
        foreach (var message in seen.All)
            Assert.DoesNotContain(got["Call-ID"], message.Raw, StringComparison.Ordinal);
        await UntilAllEnded();
    }

    [ToolFact("sipp")]
    public async Task Bridge_carries_REFER_and_its_NOTIFY_and_the_callees_BYE()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Bob.ExpectInvite().Say(180).Pause(50).Answer()
            .Hear("REFER", SippLook.Is("Refer-To", "<sip:carol@sip.test>")).Reply(202)
            .Pause(50).Request("NOTIFY", Done, "SIP/2.0 200 OK\n").Expect(200, "NOTIFY").Pause(50).HangUp());
        await cast.Play(Caller("bridge").Expect(180).Expect(200).Ack()
            .Request("REFER", Refer).Expect(202, "REFER")
            .Hear("NOTIFY", SippLook.Is("Event", "refer"), SippLook.Body("200 OK")).Reply(200).IsHungUp());
        await UntilAllEnded();
    }

    [ToolFact("sipp")]
    public async Task Bridge_to_who_is_busy_and_a_cancelled_one_leave_no_leg()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Bob.ExpectInvite().Say(486).Hear("ACK"));
        await cast.Play(Caller("bridge").Expect(486).AckFailure());

        var other = server.NewUser();
        await using var second = new SippCast(server.Local);
        await second.Waiting(SippPhone.Callee(other).ExpectInvite().Say(180).IsCancelled());
        await second.Play(SippPhone.Caller("alice", "bridge").Invite($"X-Ring: {other}\n").Expect(180)
            .Pause(100).Cancel().Expect(200, "CANCEL").Expect(487).AckFailure());
        await UntilAllEnded();
    }

    [ToolFact("sipp")]
    public async Task Bridge_to_itself_ends_in_483()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Play(SippPhone.Caller("alice", "itself").Invite().Expect(483).AckFailure());
    }

    private Task UntilAllEnded() => Patience.Until(
        server.Local.Api.Calls,
        list => Observations.Items(list).All(call => Observations.State(call) == "ended"), "end of all calls");

    private SippPhone Caller(string callee) =>
        SippPhone.Caller("alice", callee).BetweenTransports().Invite($"X-Ring: {_bob}\n");
}
