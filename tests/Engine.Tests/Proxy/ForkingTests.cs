using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Proxy;

public sealed class ForkingTests
{
    private static CallBench TwoPhones(out Sent first, out Sent second)
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001", "sip:bob@127.0.0.1:6002");
        bench.Receive(Phone.Invite());
        (first, second) = (bench.Sent[0], bench.Sent[1]);
        return bench;
    }

    [Fact]
    public void Both_phones_get_the_invite_with_branches_of_their_own()
    {
        TwoPhones(out var first, out var second);
        Assert.Equal("sip:bob@127.0.0.1:6001", first.Uri);
        Assert.Equal("sip:bob@127.0.0.1:6002", second.Uri);
        Assert.NotEqual(first.Branch, second.Branch);
        Assert.Equal(69, first.Message.MaxForwards);
        Assert.Equal(Retransmission.InviteClient, first.Effect.Retransmission);
        Assert.Equal("z9hG4bKfirst|127.0.0.1:5070|INVITE", first.Effect.OnBehalfOf);
    }

    [Fact]
    public void A_provisional_goes_up_without_our_via_and_100_stays()
    {
        var bench = TwoPhones(out var first, out _);
        Assert.Empty(bench.Receive(first.Reply(100)).Sent);
        var up = Assert.Single(bench.Receive(first.Reply(180, "b1")).Sent);
        Assert.Equal(180, up.Message.StatusCode);
        Assert.Equal("z9hG4bKfirst", up.Branch);
        Assert.Equal("ringing", Assert.Single(bench.Events).Data["state"]);
        Assert.Empty(bench.Receive(first.Reply(180, "b1")).Events);
    }

    [Fact]
    public void The_loser_is_cancelled_with_the_reason_that_another_answered()
    {
        var bench = TwoPhones(out var first, out var second);
        bench.Receive(first.Reply(180, "b1")).Receive(second.Reply(180, "b2"));
        bench.Receive(first.Reply(200, "b1", "Contact: <sip:bob@127.0.0.1:6001>\r\n"));
        Assert.Equal(200, bench.Sent[0].Message.StatusCode);
        Assert.Equal(Retransmission.None, bench.Sent[0].Effect.Retransmission);
        var cancel = bench.Sent[1];
        Assert.Equal(SipMethod.Cancel, cancel.Message.Method);
        Assert.Equal(second.Branch, cancel.Branch);
        Assert.Contains("Reason: SIP;cause=200;text=\"Call completed elsewhere\"", cancel.Text);
        Assert.Equal("answered", Assert.Single(bench.Events).Data["state"]);
        Assert.Empty(bench.Receive(second.Reply(487, "b2")).Sent);
    }

    [Fact]
    public void A_loser_that_was_silent_is_cancelled_once_it_speaks()
    {
        var bench = TwoPhones(out var first, out var second);
        bench.Receive(first.Reply(200, "b1"));
        Assert.Equal(200, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Equal(SipMethod.Cancel, Assert.Single(bench.Receive(second.Reply(180, "b2")).Sent).Message.Method);
    }

    [Fact]
    public void Two_answers_both_go_up_and_each_repeat_too()
    {
        var bench = TwoPhones(out var first, out var second);
        bench.Receive(first.Reply(200, "b1"));
        Assert.Equal(200, bench.Receive(second.Reply(200, "b2")).Sent[0].Message.StatusCode);
        Assert.Equal(200, Assert.Single(bench.Receive(first.Reply(200, "b1")).Sent).Message.StatusCode);
        Assert.Equal(2, bench.State!.Dialogs.Count(d => d.Confirmed));
    }

    [Theory]
    [InlineData(486, 408, 486)]
    [InlineData(480, 486, 486)]
    [InlineData(486, 603, 603)]
    [InlineData(302, 486, 302)]
    [InlineData(486, 407, 407)]
    [InlineData(503, 503, 500)]
    [InlineData(500, 404, 404)]
    public void The_best_of_two_refusals_goes_up(int one, int two, int best)
    {
        var bench = TwoPhones(out var first, out var second);
        bench.Receive(first.Reply(one, "b1"));
        Assert.DoesNotContain(bench.Sent, s => !s.Message.IsRequest);
        bench.Receive(second.Reply(two, "b2"));
        var up = Assert.Single(bench.Sent);
        Assert.Equal(best, up.Message.StatusCode);
        Assert.Equal(Retransmission.InviteServer, up.Effect.Retransmission);
    }

    [Fact]
    public void All_challenges_of_a_fork_go_up_together()
    {
        var bench = TwoPhones(out var first, out var second);
        bench.Receive(first.Reply(401, "b1", "WWW-Authenticate: Digest realm=\"one\", nonce=\"1\"\r\n"));
        bench.Receive(second.Reply(407, "b2", "Proxy-Authenticate: Digest realm=\"two\", nonce=\"2\"\r\n"));
        var up = Assert.Single(bench.Sent);
        Assert.Contains("realm=\"one\"", up.Text);
        Assert.Contains("realm=\"two\"", up.Text);
    }

    [Fact]
    public void A_6xx_cancels_the_others_and_goes_up_when_they_have_ended()
    {
        var bench = TwoPhones(out var first, out var second);
        bench.Receive(second.Reply(180, "b2"));
        bench.Receive(first.Reply(603, "b1"));
        Assert.Equal(SipMethod.Cancel, Assert.Single(bench.Sent).Message.Method);
        Assert.Equal(603, Assert.Single(bench.Receive(second.Reply(487, "b2")).Sent).Message.StatusCode);
    }

    [Fact]
    public void A_silent_phone_counts_as_408()
    {
        var bench = TwoPhones(out var first, out var second);
        bench.Give(new TransactionTimedOut($"{first.Branch}|INVITE", TimeoutReason.NoResponse));
        Assert.Empty(bench.Sent);
        bench.Give(new TransactionTimedOut($"{second.Branch}|INVITE", TimeoutReason.NoResponse));
        Assert.Equal(408, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Equal("no answer", Assert.Single(bench.Events).Data["reason"]);
    }

    [Fact]
    public void A_non_INVITE_that_times_out_gets_no_408()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Request("MESSAGE"));
        bench.Give(new TransactionTimedOut($"{bench.Sent[0].Branch}|MESSAGE", TimeoutReason.NoResponse));
        Assert.Empty(bench.Sent);
        Assert.False(bench.State!.Contexts[0].IsOpen);
    }

    [Fact]
    public void The_first_success_to_a_forked_MESSAGE_goes_up_and_the_second_does_not()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001", "sip:bob@127.0.0.1:6002");
        bench.Receive(Phone.Request("MESSAGE"));
        var (first, second) = (bench.Sent[0], bench.Sent[1]);
        Assert.Equal(200, Assert.Single(bench.Receive(first.Reply(200, "b1")).Sent).Message.StatusCode);
        Assert.Empty(bench.Receive(second.Reply(200, "b2")).Sent);
    }

    [Fact]
    public void A_response_that_nothing_waits_for_is_dropped()
    {
        var bench = TwoPhones(out var first, out _);
        var state = bench.State;
        bench.Receive(first.Reply(180, "b1").Replace(first.Branch, "z9hG4bKother"));
        Assert.Empty(bench.Effects);
        Assert.Same(state, bench.State);
    }

    [Fact]
    public void A_phone_that_never_ends_ringing_is_cancelled_by_timer_C()
    {
        var bench = TwoPhones(out var first, out var second);
        bench.Receive(first.Reply(180, "b1")).Receive(second.Reply(486, "b2"));
        bench.Now += bench.Settings.Limits.TimerC;
        bench.Give(new TimerFired());
        Assert.Equal(SipMethod.Cancel, Assert.Single(bench.Sent).Message.Method);
        bench.Now += bench.Settings.Limits.TransactionLife;
        bench.Give(new TimerFired());
        Assert.Equal(486, Assert.Single(bench.Sent).Message.StatusCode);
    }
}
