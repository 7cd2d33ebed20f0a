using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>The phones of a user ring in groups of equal q, and redirections to users of ours are followed.</summary>
[Collection(Alone.Name)]
public sealed class GroupScenarioTests(GroupScenarioTests.Server server) : IClassFixture<GroupScenarioTests.Server>
{
    private readonly string _bob = server.NewUser();

    public sealed class Server() : SharedServer(
        "--Sip:Forking", "by-q", "--Sip:RingSeconds", "1", "--Sip:RecurseRedirects", "true");

    [ToolFact("sipp")]
    public async Task Two_of_equal_q_ring_together_and_the_third_a_second_later()
    {
        var phone = () => SippPhone.Callee(_bob).ExpectInvite().Say(180);
        await using var cast = new SippCast(server.Local);
        var last = await cast.Waiting(phone().Pause(50).Answer().IsHungUp(), ";q=0.2");
        var one = await cast.Waiting(phone().IsCancelled(), ";q=0.7");
        var other = await cast.Waiting(phone().IsCancelled(), ";q=0.7");
        await cast.Play(SippPhone.Caller("alice", _bob).Invite()
            .Expect(180).Expect(180).Expect(180).Expect(200).Ack().HangUp());

        Assert.True((Rang(one) - Rang(other)).Duration() < TimeSpan.FromSeconds(0.5));
        Assert.InRange(Rang(last) - Rang(one), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task A_302_to_a_user_of_ours_is_followed_and_the_caller_hears_nothing_of_it()
    {
        var carol = server.NewUser();
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(SippPhone.Callee(_bob).ExpectInvite()
            .Say(302, $"Contact: <sip:{carol}@{LocalServer.Domain}>").Hear("ACK"));
        await cast.Waiting(SippPhone.Callee(carol).ExpectInvite().Say(180).Pause(50).Answer().IsHungUp());
        await cast.Play(SippPhone.Caller("alice", _bob).Invite().Expect(180).Expect(200).Ack().HangUp());
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task A_302_to_elsewhere_goes_to_the_caller()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(SippPhone.Callee(_bob).ExpectInvite()
            .Say(302, "Contact: <sip:carol@elsewhere.test>").Hear("ACK"));
        await cast.Play(SippPhone.Caller("alice", _bob).Invite()
            .Expect(302, "INVITE", SippLook.Is("Contact", "<sip:carol@elsewhere.test>")).AckFailure());
        await server.Local.UntilCallsEnded(_bob);
    }

    private static DateTime Rang(Sipp phone) => phone.Messages.Received("INVITE")[0].At;
}
