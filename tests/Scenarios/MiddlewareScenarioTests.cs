using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>What stands before all routes, in a server that has none.</summary>
[Collection(Alone.Name)]
public sealed class MiddlewareScenarioTests
{
    [ToolFact("sipp")]
    public async Task A_stranger_is_asked_for_a_password_and_our_user_passes_so_often_in_a_minute()
    {
        await using var server = await LocalServer.Start(
            "--Routes:RequireUser", "true", "--Routes:RatePerMinute", "3", "--Routes:Ban", "*@spam.example");

        // Asked by 407 as a stranger, which counts for the address; then as alice.
        await Answered(server, "elsewhere.example");

        await using var banned = new SippCast(server);
        using var spam = new UdpPhone(server, "alice");
        var invite = spam.NewRequest("INVITE", "sip:bob@sip.test").Set("From", "<sip:x@spam.example>;tag=1");
        Assert.Equal(403, (await spam.Exchange(invite)).Status);

        await Answered(server, LocalServer.Domain);
        await Answered(server, LocalServer.Domain);
        await using var cast = new SippCast(server);
        var seen = await cast.Play(SippPhone.Caller("alice", "bob").Invite()
            .Expect(480, "INVITE", SippLook.Is("Retry-After", "60")).AckFailure());
        Assert.Equal("SIP/2.0 480 Too many requests", Assert.Single(seen.Received("SIP/2.0 480")).StartLine);
    }

    private static async Task Answered(LocalServer server, string domain)
    {
        await using var cast = new SippCast(server);
        await cast.Waiting(SippPhone.Callee("bob").ExpectInvite().Say(180).Pause(50).Answer().IsHungUp());
        await cast.Play(SippPhone.Caller("alice", "bob", domain).Invite().Expect(180).Expect(200).Ack().HangUp());
        await cast.Forget("bob");
    }
}
