using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Sip.Messages;
using static ServerlessSip.Engine.Tests.Bridging.FarPhone;

namespace ServerlessSip.Engine.Tests.Bridging;

public sealed class BridgeDialogTests
{
    private const string Hold = "v=0\r\no=phone 7 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        + "m=audio 4000 RTP/AVP 0\r\na=sendonly\r\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_BYE_from_either_side_ends_both(bool byCaller)
    {
        var bench = BridgeBench.Up(out var caller, out var callee);
        bench.Receive((byCaller ? caller : callee).Request("BYE", lines: "Reason: Q.850;cause=16\r\n"));
        Assert.Equal(200, bench.Sent[0].Message.StatusCode);
        var bye = bench.Sent[1];
        Assert.Equal(SipMethod.Bye, bye.Message.Method);
        Assert.Equal(byCaller ? "sip:phone@127.0.0.1:6001" : "sip:mallory@127.0.0.1:5070", bye.Uri);
        Assert.Equal((byCaller ? callee : caller).CallId, System.Text.Encoding.ASCII.GetString(bye.Message.CallId));
        Assert.Contains("Reason: Q.850;cause=16", bye.Text);
        Assert.Equal("normal", Assert.Single(bench.Events).Data["reason"]);
        bench.Receive(Answer(bye, 200));
        Assert.Empty(bench.Sent);
        Assert.DoesNotContain(bench.State!.Legs, l => l.IsAlive);
        // Those that cross or come again are answered all the same.
        bench.Receive((byCaller ? callee : caller).Request("BYE"));
        Assert.Equal(200, Assert.Single(bench.Sent).Message.StatusCode);
        bench.Now += TimeSpan.FromMinutes(5);
        Assert.Null(bench.Give(new TimerFired()).State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hold_crosses_with_its_answer_and_both_ACKs(bool byCaller)
    {
        var bench = BridgeBench.Up(out var caller, out var callee);
        var (from, to) = byCaller ? (caller, callee) : (callee, caller);
        bench.Receive(from.Request("INVITE", Hold));
        var invite = bench.Sent.Single();
        Assert.Equal((SipMethod.Invite, to.CallId), (invite.Message.Method, CallIdOf(invite)));
        Assert.Equal(Hold, Body(invite));
        bench.Receive(Answer(invite, 200, body: Sdp.Replace("phone 7 1", "phone 7 3")));
        Assert.Equal(SipMethod.Ack, bench.Sent.Single(s => s.Message.IsRequest).Message.Method);
        var answer = bench.Sent.Single(s => !s.Message.IsRequest);
        Assert.Equal((200, from.CallId), (answer.Message.StatusCode, CallIdOf(answer)));
        Assert.Empty(bench.Receive(from.Request("ACK", cseq: 101)).Sent);
        Assert.Empty(bench.Events);
        Assert.Equal(2, bench.State!.Legs.Count(l => l is { IsAlive: true, AckAwaited: 0, AckDue: 0 }));
    }

    [Fact]
    public void A_reinvite_without_an_offer_is_acknowledged_when_its_answer_has_come()
    {
        var bench = BridgeBench.Up(out var caller, out _);
        bench.Receive(caller.Request("INVITE"));
        var invite = bench.Sent.Single();
        bench.Receive(Answer(invite, 200, body: Sdp));
        Assert.Single(bench.Sent);
        bench.Receive(caller.Request("ACK", Hold, cseq: 101));
        var ack = Assert.Single(bench.Sent);
        Assert.Equal((SipMethod.Ack, Hold), (ack.Message.Method, Body(ack)));
    }

    [Theory]
    [InlineData(488)]
    [InlineData(491)]
    [InlineData(486)]
    public void A_refused_reinvite_keeps_the_call(int status)
    {
        var bench = BridgeBench.Up(out var caller, out _);
        bench.Receive(caller.Request("INVITE", Hold));
        var invite = bench.Sent.Single();
        bench.Receive(Answer(invite, status));
        Assert.Equal(status, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Equal(2, bench.State!.Legs.Count(l => l.IsAlive));
        bench.Receive(caller.Request("INFO"));
        Assert.Equal(SipMethod.Info, Assert.Single(bench.Sent).Message.Method);
    }

    [Theory]
    [InlineData("INFO", true)]
    [InlineData("UPDATE", true)]
    [InlineData("INVITE", true)]
    [InlineData("NOTIFY", false)]
    [InlineData("MESSAGE", false)]
    public void A_481_says_that_the_peer_is_gone_unless_a_subscription_alone_may_be(string method, bool ends)
    {
        var bench = BridgeBench.Up(out var caller, out _);
        bench.Receive(caller.Request(method, method is "INVITE" or "UPDATE" ? Hold : ""));
        bench.Receive(Answer(bench.Sent.Single(), 481));
        Assert.Equal(481, bench.Sent[0].Message.StatusCode);
        Assert.Equal(ends ? 2 : 0, bench.Sent.Count(s => s.Message is { IsRequest: true, Method: SipMethod.Bye }));
        Assert.Equal(ends ? 0 : 2, bench.State!.Legs.Count(l => l.IsAlive));
    }

    [Fact]
    public void INFO_and_REFER_and_its_NOTIFY_cross_with_their_bodies_and_answers()
    {
        var bench = BridgeBench.Up(out var caller, out var callee);
        bench.Receive(caller.Request("REFER", lines: "Refer-To: <sip:carol@sip.test>\r\n"));
        var refer = Assert.Single(bench.Sent);
        Assert.Contains("Refer-To: <sip:carol@sip.test>", refer.Text);
        Assert.Equal(202, Assert.Single(bench.Receive(Answer(refer, 202)).Sent).Message.StatusCode);
        bench.Receive(callee.Request("NOTIFY", lines:
            "Event: refer\r\nSubscription-State: active;expires=60\r\nContent-Type: message/sipfrag\r\n"));
        var notify = Assert.Single(bench.Sent);
        Assert.Equal(caller.CallId, CallIdOf(notify));
        Assert.Contains("Event: refer\r\nSubscription-State: active;expires=60", notify.Text);
        Assert.Equal(200, Assert.Single(bench.Receive(Answer(notify, 200)).Sent).Message.StatusCode);
    }

    [Fact]
    public void A_REFER_to_a_contact_of_ours_is_refused_since_it_means_nothing_elsewhere()
    {
        var bench = BridgeBench.Up(out var caller, out var callee);
        bench.Receive(caller.Request("REFER", lines: $"Refer-To: <{callee.Target}>\r\n"));
        Assert.Equal(403, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void Two_reinvites_that_meet_get_491()
    {
        var bench = BridgeBench.Up(out var caller, out var callee);
        bench.Receive(caller.Request("INVITE", Hold));
        bench.Receive(callee.Request("INVITE", Hold));
        Assert.Equal(491, Assert.Single(bench.Sent).Message.StatusCode);
        bench.Receive(caller.Request("INVITE", Hold));
        var second = Assert.Single(bench.Sent);
        Assert.Equal(500, second.Message.StatusCode);
        Assert.Contains("Retry-After: ", second.Text);
    }

    [Fact]
    public void A_number_that_is_not_higher_gets_500_and_a_repeat_its_answer()
    {
        var bench = BridgeBench.Up(out var caller, out _);
        bench.Receive(caller.Request("INFO", cseq: 50));
        bench.Receive(Answer(bench.Sent.Single(), 200));
        bench.Receive(caller.Request("INFO", cseq: 50));
        Assert.Equal(200, Assert.Single(bench.Sent).Message.StatusCode);
        bench.Receive(caller.Request("INFO", cseq: 49));
        Assert.Equal(500, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void A_wrong_tag_or_callid_finds_no_leg_whatever_token_it_brings()
    {
        var bench = BridgeBench.Up(out var caller, out _);
        var bye = caller.Request("BYE");
        var before = bench.State;
        bench.Receive(bye.Replace(";tag=caller", ";tag=guessed"));
        Assert.Equal(481, Assert.Single(bench.Sent).Message.StatusCode);
        bench.Receive(bye.Replace(Phone.CallId, "another"));
        Assert.Equal(481, Assert.Single(bench.Sent).Message.StatusCode);
        bench.Receive(caller.Request("ACK", cseq: 1).Replace(Phone.CallId, "another"));
        Assert.Empty(bench.Sent);
        Assert.Same(before, bench.State);
    }

    [Fact]
    public void Without_an_ACK_to_our_2xx_both_legs_end()
    {
        var bench = BridgeBench.Calling(out var invite);
        bench.Receive(Answer(invite, 200, "b1", Sdp));
        var transaction = bench.State!.Contexts[0].Transaction;
        bench.Give(new TransactionTimedOut(transaction, TimeoutReason.NoAck));
        Assert.Equal(2, bench.Sent.Count(s => s.Message.Method == SipMethod.Bye));
        Assert.DoesNotContain(bench.State!.Legs, l => l.IsAlive);
    }

    [Fact]
    public void Without_an_ACK_and_without_the_relays_word_both_legs_end_by_the_calls_own_clock()
    {
        var bench = BridgeBench.Calling(out var invite);
        bench.Receive(Answer(invite, 200, "b1", Sdp));
        bench.Now += bench.Settings.Limits.TransactionLife + TimeSpan.FromSeconds(5);
        bench.Give(new TimerFired());
        Assert.Equal(2, bench.Sent.Count(s => s.Message.Method == SipMethod.Bye));
    }

    [Fact]
    public void Who_is_called_away_before_its_ACK_gets_the_BYE_after_it()
    {
        var bench = BridgeBench.Calling(out var invite);
        bench.Receive(Answer(invite, 200, "b1", Sdp));
        var caller = Caller(bench.Sent.Single(s => !s.Message.IsRequest));
        bench.Receive(Called(invite, "b1").Request("BYE"));
        Assert.Equal(200, Assert.Single(bench.Sent).Message.StatusCode);
        bench.Receive(caller.Request("ACK", cseq: 1));
        Assert.Equal(SipMethod.Bye, Assert.Single(bench.Sent).Message.Method);
    }

    [Fact]
    public void A_BYE_that_nobody_answers_is_sent_three_times_in_all()
    {
        var bench = BridgeBench.Up(out var caller, out var callee);
        bench.Receive(caller.Request("BYE"));
        for (var sent = 1; sent <= 3; sent++)
        {
            var bye = bench.Sent.Single(s => s.Message.IsRequest);
            Assert.Equal((SipMethod.Bye, callee.CallId), (bye.Message.Method, CallIdOf(bye)));
            bench.Now += bench.Settings.Limits.TransactionLife;
            bench.Give(new TransactionTimedOut($"{bye.Branch}|BYE", TimeoutReason.NoResponse));
        }
        Assert.Empty(bench.Sent);
        bench.Now += TimeSpan.FromMinutes(5);
        Assert.Null(bench.Give(new TimerFired()).State);
    }

    [Fact]
    public void A_call_past_its_life_is_ended_on_both_legs()
    {
        var bench = BridgeBench.Up(out _, out _);
        bench.Now += bench.Settings.Limits.MaxCallLife;
        bench.Give(new TimerFired());
        Assert.Equal(2, bench.Sent.Count(s => s.Message.Method == SipMethod.Bye));
        Assert.Equal("expired", Assert.Single(bench.Events).Data["reason"]);
    }

    [Fact]
    public void A_cancelled_reinvite_has_the_outcome_that_it_has_on_the_other_leg()
    {
        var bench = BridgeBench.Up(out var caller, out _);
        bench.Receive(caller.Request("INVITE", Hold, branch: "z9hG4bKre"));
        var invite = bench.Sent.Single();
        bench.Receive(Answer(invite, 180));
        bench.Receive(caller.Request("CANCEL", cseq: 101, branch: "z9hG4bKre"));
        Assert.Equal(200, bench.Sent[0].Message.StatusCode);
        Assert.Equal(SipMethod.Cancel, bench.Sent[1].Message.Method);
        bench.Receive(Answer(invite, 487));
        Assert.Equal(487, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Equal(2, bench.State!.Legs.Count(l => l.IsAlive));
    }

    [Fact]
    public void OPTIONS_is_answered_here_and_what_is_not_known_gets_405()
    {
        var bench = BridgeBench.Up(out var caller, out _);
        Assert.Equal(200, Assert.Single(bench.Receive(caller.Request("OPTIONS")).Sent).Message.StatusCode);
        Assert.Equal(405, Assert.Single(bench.Receive(caller.Request("PUBLISH")).Sent).Message.StatusCode);
        Assert.Equal(481, Assert.Single(bench.Receive(caller.Request("PRACK")).Sent).Message.StatusCode);
    }

    [Fact]
    public void Before_the_call_is_up_an_offer_gets_491()
    {
        var bench = BridgeBench.Calling(out var invite);
        bench.Receive(Answer(invite, 180, "b1"));
        bench.Receive(Called(invite, "b1").Request("UPDATE", Hold));
        Assert.Equal(491, Assert.Single(bench.Sent).Message.StatusCode);
    }

    private static string CallIdOf(Sent sent) => System.Text.Encoding.ASCII.GetString(sent.Message.CallId);
}
