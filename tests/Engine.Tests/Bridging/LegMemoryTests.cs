using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;
using static ServerlessSip.Engine.Tests.Bridging.FarPhone;

namespace ServerlessSip.Engine.Tests.Bridging;

public sealed class LegMemoryTests
{
    [Fact]
    public void A_leg_is_remembered_until_its_BYE_has_come_to_something()
    {
        var bench = BridgeBench.Up(out var caller, out _);
        bench.Receive(caller.Request("BYE"));
        var bye = bench.Sent.Single(s => s.Message.IsRequest);
        bench.Now += TimeSpan.FromSeconds(60);
        bench.Receive(BridgeBench.Invite(branch: "z9hG4bKlater").Replace("tag=caller", "tag=again"));

        bench.Give(new TransactionTimedOut($"{bye.Branch}|BYE", TimeoutReason.NoResponse));

        Assert.Equal(SipMethod.Bye, Assert.Single(bench.Sent).Message.Method);
    }

    [Fact]
    public void A_call_whose_time_is_over_while_an_ACK_is_awaited_sets_no_timer_for_the_past()
    {
        var bench = BridgeBench.Up(out var caller, out _);
        bench.Now += bench.Settings.Limits.MaxCallLife - TimeSpan.FromSeconds(1);
        bench.Receive(caller.Request("INVITE", Sdp));
        bench.Receive(Answer(bench.Sent.Single(), 200, body: Sdp));

        bench.Now += TimeSpan.FromSeconds(2);
        bench.Give(new TimerFired());

        Assert.Contains(bench.Sent, s => s.Message.Method == SipMethod.Bye);
        Assert.All(bench.Effects.OfType<Schedule>(), s => Assert.True(s.At > bench.Now));
        Assert.True(bench.State!.DueAt > bench.Now);
    }

    [Fact]
    public void A_second_phone_that_answers_gets_its_ACK_and_BYE_though_the_first_waits_for_an_ACK_of_ours()
    {
        var bench = BridgeBench.Open();
        bench.Register("bob", "sip:bob@127.0.0.1:6001", "sip:bob@127.0.0.1:6002");
        bench.Receive(BridgeBench.Invite());
        var (one, two) = (bench.Sent[0], bench.Sent[1]);
        bench.Receive(Answer(one, 200, "b1", Sdp));
        var caller = Caller(bench.Sent.Single(s => !s.Message.IsRequest));
        bench.Receive(caller.Request("ACK", cseq: 1));
        bench.Receive(Called(one, "b1").Request("INVITE", Sdp));
        bench.Receive(Answer(bench.Sent.Single(), 200, body: Sdp));

        bench.Receive(Answer(two, 200, "b2", Sdp));

        Assert.Equal([SipMethod.Ack, SipMethod.Bye], bench.Sent.Select(s => s.Message.Method));
    }
}
