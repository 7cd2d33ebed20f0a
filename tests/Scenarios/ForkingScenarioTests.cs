using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>Several phones of one user ring at once (RFC 3261 §16.6, §16.7).</summary>
[Collection(Alone.Name)]
public sealed class ForkingScenarioTests(ForkingScenarioTests.Server server)
    : IClassFixture<ForkingScenarioTests.Server>
{
    private const int Attempts = 10;
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(5);
    private static readonly SippLook CompletedElsewhere =
        SippLook.Is("Reason", "SIP;cause=200;text=\"Call completed elsewhere\"");

    private readonly string _bob = server.NewUser();

    public sealed class Server : SharedServer;

    private SippPhone Phone => SippPhone.Callee(_bob).ExpectInvite();

    private SippPhone Caller => SippPhone.Caller("alice", _bob).Invite();

    [ToolFact("sipp")]
    public async Task All_ring_and_one_answers_and_the_others_hear_that_it_was_completed_elsewhere()
    {
        await using var cast = new SippCast(server.Local);
        var losers = new[]
        {
            await cast.Waiting(Phone.Say(180).IsCancelled(CompletedElsewhere)),
            await cast.Waiting(Phone.Say(180).IsCancelled(CompletedElsewhere), transport: "tcp"),
        };
        await cast.Waiting(Phone.Say(180).Pause(150).Answer().IsHungUp());

        await cast.Play(Caller.Expect(180).Allow(180).Expect(200).Ack().HangUp());

        Assert.All(losers, loser => Assert.Equal(
            "SIP;cause=200;text=\"Call completed elsewhere\"",
            Assert.Single(loser.Messages.Received("CANCEL")).Text["Reason"]));
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public Task Two_that_answer_within_5_ms_both_get_their_ACK_and_BYE() => TwoAnswer(
        Phone.Say(200, "", SippPhone.Sdp).Hear("ACK").IsHungUp(),
        Phone.Say(200, "", SippPhone.Sdp).Hear("ACK").IsHungUp(),
        Caller);

    [ToolFact("sipp")]
    public Task Two_that_ring_and_answer_within_5_ms_as_CANCEL_reaches_the_second_both_get_their_ACK_and_BYE() =>
        TwoAnswer(
            Phone.Say(180).Pause(150).Answer().IsHungUp(),
            Phone.Say(180).Hear("CANCEL").Say(200, "", SippPhone.Sdp).Hear("ACK").IsHungUp(),
            Caller.Expect(180).Allow(180));

    [ToolFact("sipp")]
    public async Task Busy_and_no_answer_is_busy()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Phone.Say(486).Hear("ACK"));
        await cast.Waiting(Phone.Say(180).Pause(200).Say(480).Hear("ACK"));
        await cast.Play(Caller.Expect(180).Expect(486).AckFailure());
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task A_6xx_that_comes_first_stops_the_other_and_goes_up_though_that_one_rang()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Phone.Say(180).Pause(150).Say(603).Hear("ACK"));
        var other = await cast.Waiting(Phone.Say(180).IsCancelled());
        await cast.Play(Caller.Expect(180).Allow(180).Expect(603).AckFailure());
        Assert.DoesNotContain("elsewhere", Assert.Single(other.Messages.Received("CANCEL")).Raw);
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolTheory("sipp")]
    [InlineData(404, 486, 486)]
    [InlineData(480, 503, 480)]
    [InlineData(503, 503, 500)]
    public async Task When_all_reject_the_best_response_goes_up(int first, int second, int best)
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Phone.Say(first).Hear("ACK"));
        await cast.Waiting(Phone.Say(second).Hear("ACK"));
        await cast.Play(Caller.Expect(best).AckFailure());
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task A_caller_who_hangs_up_before_any_phone_rings_stops_each_as_soon_as_it_does()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Phone.Pause(700).Say(180).IsCancelled());
        await cast.Waiting(Phone.Pause(800).Say(180).IsCancelled());
        await cast.Play(SippPhone.Caller("alice", _bob).Invite(mayTry: false).Expect(100)
            .Cancel().Expect(200, "CANCEL").Allow(180).Expect(487).AckFailure());
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task A_caller_who_hangs_up_while_all_ring_stops_all()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Phone.Say(180).IsCancelled());
        await cast.Waiting(Phone.Say(180).IsCancelled());
        await cast.Play(Caller.Expect(180).Expect(180).Cancel().Expect(200, "CANCEL").Expect(487).AckFailure());
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task A_caller_who_hangs_up_right_after_the_answer_reaches_the_one_that_answered()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Phone.Say(180).Pause(100).Answer().IsHungUp());
        await cast.Waiting(Phone.Say(180).IsCancelled(CompletedElsewhere));
        await cast.Play(Caller.Expect(180).Allow(180).Expect(200).Ack().HangUp());
        await server.Local.UntilCallsEnded(_bob);
    }

    [ToolFact("sipp")]
    public async Task A_302_goes_to_the_caller_as_it_is()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(Phone.Say(302, "Contact: <sip:carol@sip.test>").Hear("ACK"));
        await cast.Play(Caller.Expect(302, "INVITE", SippLook.Is("Contact", "<sip:carol@sip.test>")).AckFailure());
        await server.Local.UntilCallsEnded(_bob);
    }

    /// <summary>
    /// The caller acknowledges both, hangs up on the second, talks on with the first, and hangs up there too. Tried
    /// until the answers fell within 5 ms; whatever lay between them, all of it must go well.
    /// </summary>
    private async Task TwoAnswer(SippPhone first, SippPhone second, SippPhone caller)
    {
        caller.InDialog(1).Expect(200).InDialog(2).Expect(200)
            .InDialog(1).Ack().InDialog(2).Ack().HangUp().Pause(50).InDialog(1).HangUp();
        var apart = TimeSpan.MaxValue;
        for (var attempt = 1; apart > AtOnce; attempt++)
        {
            await using var cast = new SippCast(server.Local);
            var phones = new[] { await cast.Waiting(first), await cast.Waiting(second) };
            await cast.Play(caller);
            await server.Local.UntilCallsEnded(_bob, attempt);
            apart = (phones[0].Messages.Sent("200")[0].At - phones[1].Messages.Sent("200")[0].At).Duration();
            await cast.Forget(_bob);
            Assert.True(apart <= AtOnce || attempt < Attempts, $"never within 5 ms, at last {apart}");
        }
    }
}
