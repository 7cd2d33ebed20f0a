using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>The caller gives up after the branch went out, or too late (RFC 3261 §9).</summary>
[Collection(Alone.Name)]
public sealed class CancelScenarioTests(CancelScenarioTests.Server server) : IClassFixture<CancelScenarioTests.Server>
{
    private readonly string _bob = server.NewUser();

    public sealed class Server : SharedServer;

    [ToolFact("sipp")]
    public async Task CANCEL_while_a_phone_rings_reaches_it_with_the_callers_Reason()
    {
        const string reason = "SIP;cause=487;text=\"Gave up\"";
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(SippPhone.Callee(_bob).ExpectInvite().Say(180).IsCancelled(SippLook.Is("Reason", reason)));

        await cast.Play(SippPhone.Caller("alice", _bob).Invite().Expect(180)
            .Cancel($"Reason: {reason}").Expect(200, "CANCEL").Expect(487).AckFailure());

        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task CANCEL_before_any_provisional_reaches_the_phone_once_it_has_spoken()
    {
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(
            SippPhone.Callee(_bob).ExpectInvite().Pause(700).Say(180).IsCancelled());

        // The relay's 100 says that the INVITE is on its way and that the phone has said nothing.
        var seen = await cast.Play(SippPhone.Caller("alice", _bob).Invite(mayTry: false).Expect(100)
            .Cancel().Expect(200, "CANCEL").Allow(180).Expect(487).AckFailure());

        Assert.True(seen.Received("200").Single().At < phone.Messages.Sent("180").Single().At);
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolTheory("sipp")]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task CANCEL_with_a_changed_Via_sent_by_ends_the_call_all_the_same(string transport)
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(SippPhone.Callee(_bob).ExpectInvite().Say(180).IsCancelled());

        await cast.Play(
            SippPhone.Caller("alice", _bob).Invite().Expect(180)
                .Cancel(sentBy: "192.0.2.77:40404").Expect(200, "CANCEL").Expect(487).AckFailure(),
            transport);

        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task CANCEL_with_a_changed_Via_sent_by_from_elsewhere_gets_481_and_the_phone_rings_on()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(SippPhone.Callee(_bob).ExpectInvite().Say(180).Pause(600).Answer().IsHungUp());
        var caller = cast.Calling(SippPhone.Caller("alice", _bob).Invite().Expect(180).Expect(200).Ack().HangUp());
        await Patience.Until(
            () => Task.FromResult(caller.Messages), seen => seen.Received("180").Count > 0, "180 at the caller");

        using var mallory = new UdpPhone(server.Local, "mallory");
        var invite = caller.Messages.Sent("INVITE")[^1].Text;
        var via = invite["Via"].Replace("127.0.0.1:", "192.0.2.77:", StringComparison.Ordinal);
        var answer = await mallory.Exchange(UdpPhone.Cancel(invite).Set("Via", via));

        Assert.Equal(481, answer.Status);
        await cast.AllPass();
    }

    [ToolFact("sipp")]
    public async Task CANCEL_that_the_phones_200_crosses_leaves_a_call_that_can_be_hung_up()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(SippPhone.Callee(_bob).ExpectInvite().Say(180)
            .Hear("CANCEL").Reply(200).Say(200, "", SippPhone.Sdp).Hear("ACK").IsHungUp());

        await cast.Play(SippPhone.Caller("alice", _bob).Invite().Expect(180)
            .Cancel().Expect(200, "CANCEL").Expect(200).Ack().HangUp());

        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task CANCEL_that_comes_after_the_200_gets_200_and_never_reaches_the_phone()
    {
        await using var cast = new SippCast(server.Local);
        var phone = await cast.Waiting(
            SippPhone.Callee(_bob).ExpectInvite().Say(180).Pause(50).Answer().IsHungUp());

        await cast.Play(SippPhone.Caller("alice", _bob).Invite().Expect(180)
            .Expect(200).Cancel().Expect(200, "CANCEL").Ack().HangUp());

        Assert.Empty(phone.Messages.Received("CANCEL"));
        await server.Local.UntilCallsEnded(_bob);
    }
}
