using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>The phones of a user ring one after the other, a second each.</summary>
[Collection(Alone.Name)]
public sealed class HuntingScenarioTests(HuntingScenarioTests.Server server)
    : IClassFixture<HuntingScenarioTests.Server>
{
    private readonly string _bob = server.NewUser();

    public sealed class Server() : SharedServer("--Sip:Forking", "sequential", "--Sip:RingSeconds", "1");

    private SippPhone Phone => SippPhone.Callee(_bob).ExpectInvite();

    private SippPhone Caller => SippPhone.Caller("alice", _bob).Invite();

    [ToolFact("sipp")]
    public async Task The_second_rings_when_the_ring_time_of_the_first_is_over_and_not_before()
    {
        await using var cast = new SippCast(server.Local);
        var second = await cast.Waiting(Phone.Say(180).Pause(50).Answer().IsHungUp(), ";q=0.5");
        var first = await cast.Waiting(Phone.Say(180).IsCancelled(), ";q=1.0");
        await cast.Play(Caller.Expect(180).Expect(180).Expect(200).Ack().HangUp());

        Assert.InRange(Rang(second) - Rang(first), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
        // Nobody had answered when it was cancelled.
        Assert.DoesNotContain("elsewhere", Assert.Single(first.Messages.Received("CANCEL")).Raw);
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task The_second_rings_at_once_when_the_first_refuses()
    {
        await using var cast = new SippCast(server.Local);
        var second = await cast.Waiting(Phone.Say(180).Pause(50).Answer().IsHungUp(), ";q=0.5");
        var first = await cast.Waiting(Phone.Say(486).Hear("ACK"), ";q=1.0");
        await cast.Play(Caller.Expect(180).Expect(200).Ack().HangUp());
        Assert.True(Rang(second) - Rang(first) < TimeSpan.FromSeconds(0.9));
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task No_answer_and_then_busy_is_busy()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Phone.Say(180).IsCancelled(), ";q=1.0");
        await cast.Waiting(Phone.Say(486).Hear("ACK"), ";q=0.5");
        await cast.Play(Caller.Expect(180).Expect(486).AckFailure());
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task A_6xx_from_the_first_leaves_the_second_in_peace()
    {
        await using var cast = new SippCast(server.Local);
        using var second = new UdpPhone(server.Local, _bob);
        Assert.Equal(200, (await second.Register(contact: $"{second.Contact};q=0.5")).Status);
        await cast.Waiting(Phone.Say(600).Hear("ACK"), ";q=1.0");
        await cast.Play(Caller.Expect(600).AckFailure());
        await server.Local.UntilCallsEnded(_bob);
        Assert.Empty(second.Unread);
    }

    /// <summary>
    /// The first has got its CANCEL and is slow to go, the second has its INVITE and has said nothing.
    /// </summary>
    [ToolFact("sipp")]
    public async Task A_caller_who_hangs_up_between_two_phones_is_done_when_both_are()
    {
        await using var cast = new SippCast(server.Local);
        var first = await cast.Waiting(
            Phone.Say(180).Hear("CANCEL").Reply(200).Pause(800).Say(487).Hear("ACK"), ";q=1.0");
        var second = await cast.Waiting(Phone.Pause(900).Say(180).IsCancelled(), ";q=0.5");
        var seen = await cast.Play(Caller.Expect(180).Pause(1400)
            .Cancel().Expect(200, "CANCEL").Allow(180).Expect(487).AckFailure());

        var hungUp = Assert.Single(seen.Sent("CANCEL")).At;
        Assert.InRange(hungUp, Rang(second), Assert.Single(second.Messages.Sent("180")).At);
        var left = Assert.Single(first.Messages.Sent("487")).At;
        Assert.InRange(hungUp, Assert.Single(first.Messages.Received("CANCEL")).At, left);
        await server.Local.UntilCallsEnded(_bob);
    }

    private static DateTime Rang(Sipp phone) => phone.Messages.Received("INVITE")[0].At;
}
