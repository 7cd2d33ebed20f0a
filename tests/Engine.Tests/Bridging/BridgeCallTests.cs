using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;
using static ServerlessSip.Engine.Tests.Bridging.FarPhone;

namespace ServerlessSip.Engine.Tests.Bridging;

public sealed class BridgeCallTests
{
    [Fact]
    public void Each_leg_has_its_own_ids_and_nothing_of_a_path_or_credential_crosses()
    {
        var bench = BridgeBench.Calling(out var invite, lines:
            "Record-Route: <sip:edge.elsewhere.example;lr>\r\nUser-Agent: Secret/1.0\r\n"
            + "Proxy-Authorization: Digest username=\"alice\"\r\nAuthorization: Digest username=\"alice\"\r\n"
            + "P-Asserted-Identity: <sip:mallory@elsewhere.example>\r\nX-Path: 10.0.0.1\r\nSubject: hello\r\n");
        Assert.NotEqual(Phone.CallId, System.Text.Encoding.ASCII.GetString(invite.Message.CallId));
        Assert.Equal("sip:mallory@elsewhere.example", invite.Message.From!.Uri.ToString());
        Assert.Equal(BridgeBench.Target, invite.Message.To!.Uri.ToString());
        Assert.Equal("sip:bob@127.0.0.1:6001", invite.Uri);
        Assert.Single(invite.Routes(HeaderName.Via));
        foreach (var secret in (string[])["caller", "edge", "Secret", "uthorization", "Asserted", "X-Path", "5070"])
            Assert.DoesNotContain(secret, invite.Text.Replace("elsewhere.example", ""));
        Assert.Contains("Subject: hello", invite.Text);
        Assert.Equal(69, invite.Message.MaxForwards);
        Assert.Equal(Sdp, Body(invite));
        Assert.Equal(Retransmission.InviteClient, invite.Effect.Retransmission);
        Assert.Contains(bench.Effects, e => e is AcceptTransaction);
        bench.Receive(Answer(invite, 180, "b1", lines: "Server: Inside/2\r\nRequire: 100rel\r\nRSeq: 1\r\n"));
        var ringing = Assert.Single(bench.Sent);
        Assert.Equal(180, ringing.Message.StatusCode);
        foreach (var secret in (string[])["b1", "6001", "Inside", "100rel", "RSeq"])
            Assert.DoesNotContain(secret, ringing.Text);
        Assert.Contains("Record-Route: <sip:edge.elsewhere.example;lr>", ringing.Text);
        Assert.Equal("ringing", Assert.Single(bench.Events).Data["state"]);
    }

    [Fact]
    public void The_answer_crosses_and_our_2xx_is_repeated_until_its_ACK()
    {
        var bench = BridgeBench.Calling(out var invite);
        bench.Receive(Answer(invite, 200, "b1", Sdp.Replace("phone 7", "bob 9")));
        var ack = bench.Sent.Single(s => s.Message.IsRequest);
        Assert.Equal(SipMethod.Ack, ack.Message.Method);
        Assert.Equal("sip:phone@127.0.0.1:6001", ack.Uri);
        var answer = bench.Sent.Single(s => !s.Message.IsRequest);
        Assert.Equal((200, Retransmission.UasSuccess), (answer.Message.StatusCode, answer.Effect.Retransmission));
        Assert.Contains("o=bob 9 1", Body(answer));
        Assert.Equal("answered", Assert.Single(bench.Events).Data["state"]);
        bench.Receive(Answer(invite, 200, "b1", Sdp));
        Assert.Equal(ack.Text, Assert.Single(bench.Sent).Text);
    }

    [Fact]
    public void Without_an_offer_the_callees_ACK_waits_for_the_callers_answer()
    {
        var bench = BridgeBench.Calling(out var invite, body: "");
        Assert.Equal(0, invite.Message.Body.Length);
        bench.Receive(Answer(invite, 200, "b1", Sdp));
        var answer = Assert.Single(bench.Sent);
        Assert.Equal(Sdp, Body(answer));
        bench.Receive(Answer(invite, 200, "b1", Sdp));
        Assert.Empty(bench.Sent);
        bench.Receive(Caller(answer).Request("ACK", Sdp.Replace("phone", "alice"), cseq: 1));
        var ack = Assert.Single(bench.Sent);
        Assert.Equal(SipMethod.Ack, ack.Message.Method);
        Assert.Contains("o=alice", Body(ack));
    }

    [Theory]
    [InlineData(486, 486, "busy")]
    [InlineData(407, 403, "rejected")]
    [InlineData(302, 480, "no answer")]
    [InlineData(603, 603, "rejected")]
    public void A_callee_that_refuses_ends_both_legs(int says, int hears, string reason)
    {
        var bench = BridgeBench.Calling(out var invite);
        bench.Receive(Answer(invite, says, "b1", lines: "Proxy-Authenticate: Digest realm=\"r\"\r\n"));
        var final = Assert.Single(bench.Sent);
        Assert.Equal(hears, final.Message.StatusCode);
        Assert.DoesNotContain("realm", final.Text);
        Assert.Equal(reason, Assert.Single(bench.Events).Data["reason"]);
        Assert.DoesNotContain(bench.State!.Legs, l => l.IsAlive);
    }

    [Fact]
    public void Nobody_of_that_name_is_404_and_a_phone_that_is_not_there_480()
    {
        var bench = BridgeBench.Open("sip:carol@sip.test").Receive(BridgeBench.Invite());
        Assert.Equal(480, Assert.Single(bench.Sent).Message.StatusCode);
        bench = BridgeBench.Open("sip:nobody@sip.test").Receive(BridgeBench.Invite());
        Assert.Equal(404, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Equal("ended", bench.State!.Status);
    }

    [Fact]
    public void Cancel_gets_487_at_once_and_cancels_the_callee()
    {
        var bench = BridgeBench.Calling(out var invite);
        bench.Receive(Answer(invite, 180, "b1"));
        bench.Receive(Phone.Request("CANCEL", "sip:desk@sip.test"));
        Assert.Equal([200, 487], bench.Sent.Where(s => !s.Message.IsRequest).Select(s => s.Message.StatusCode));
        var cancel = bench.Sent.Single(s => s.Message.IsRequest);
        Assert.Equal((SipMethod.Cancel, invite.Branch), (cancel.Message.Method, cancel.Branch));
        Assert.Equal("cancelled", Assert.Single(bench.Events).Data["reason"]);
        Assert.Empty(bench.Receive(Answer(invite, 487, "b1")).Sent);
        Assert.DoesNotContain(bench.State!.Legs, l => l.IsAlive);
    }

    [Fact]
    public void An_answer_that_crosses_the_cancel_gets_ACK_and_BYE()
    {
        var bench = BridgeBench.Calling(out var invite);
        bench.Receive(Answer(invite, 180, "b1"));
        bench.Receive(Phone.Request("CANCEL", "sip:desk@sip.test"));
        bench.Receive(Answer(invite, 200, "b1", Sdp));
        Assert.Equal([SipMethod.Ack, SipMethod.Bye], bench.Sent.Select(s => s.Message.Method));
        Assert.Empty(bench.Events);
        Assert.DoesNotContain(bench.State!.Legs, l => l.IsAlive);
    }

    [Fact]
    public void An_answer_after_all_was_given_up_still_gets_ACK_and_BYE()
    {
        var bench = BridgeBench.Calling(out var invite);
        bench.Receive(Answer(invite, 486, "b1"));
        bench.Receive(Answer(invite, 200, "b2", Sdp));
        Assert.Equal([SipMethod.Ack, SipMethod.Bye], bench.Sent.Select(s => s.Message.Method));
    }

    [Fact]
    public void Of_two_phones_that_answer_the_second_gets_ACK_and_BYE()
    {
        var bench = BridgeBench.Open();
        bench.Register("bob", "sip:bob@127.0.0.1:6001", "sip:bob@127.0.0.1:6002");
        bench.Receive(BridgeBench.Invite());
        var invites = bench.Sent;
        Assert.Equal(2, invites.Count);
        bench.Receive(Answer(invites[0], 180, "b1")).Receive(Answer(invites[1], 180, "b2"));
        bench.Receive(Answer(invites[0], 200, "b1", Sdp));
        Assert.Contains(bench.Sent, s => s.Message.Method == SipMethod.Cancel && s.Branch == invites[1].Branch);
        bench.Receive(Answer(invites[1], 200, "b2", Sdp));
        Assert.Equal([SipMethod.Ack, SipMethod.Bye], bench.Sent.Select(s => s.Message.Method));
        Assert.All(bench.Sent, s => Assert.Equal("sip:phone@127.0.0.1:6002", s.Uri));
        bench.Receive(Answer(invites[1], 200, "b2", Sdp));
        Assert.Equal(SipMethod.Ack, Assert.Single(bench.Sent).Message.Method);
        Assert.Equal(2, bench.State!.Legs.Count(l => l.IsAlive));
    }

    [Fact]
    public void The_breadth_of_the_callers_request_holds_for_ours()
    {
        BridgeBench.Calling(out var invite, lines: "Max-Breadth: 3\r\n");
        Assert.Contains("Max-Breadth: 3\r\n", invite.Text);
    }

    [Fact]
    public void What_a_caller_requires_and_we_cannot_carry_gets_420()
    {
        var bench = BridgeBench.Open().Receive(BridgeBench.Invite(lines: "Require: 100rel, timer\r\n"));
        var answer = Assert.Single(bench.Sent);
        Assert.Equal(420, answer.Message.StatusCode);
        Assert.Contains("Unsupported: 100rel\r\n", answer.Text);
    }

    [Fact]
    public void Reliable_provisionals_are_not_offered_to_the_callee()
    {
        BridgeBench.Calling(out var invite, lines: "Supported: 100rel, timer, replaces\r\n");
        Assert.Contains("Supported: timer\r\n", invite.Text);
    }

    [Fact]
    public void The_same_request_on_two_ways_is_taken_once()
    {
        var bench = BridgeBench.Calling(out _);
        bench.Receive(BridgeBench.Invite(branch: "z9hG4bKsecond"));
        Assert.Equal(482, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void A_foreign_target_is_called_where_its_address_leads()
    {
        var bench = BridgeBench.Open("sip:123@192.0.2.7:5080").Receive(BridgeBench.Invite());
        var invite = Assert.Single(bench.Sent);
        Assert.Equal("192.0.2.7:5080", invite.Effect.Address!.ToString());
        Assert.Equal("sip:123@192.0.2.7:5080", invite.Uri);
    }

    [Fact]
    public void The_relays_own_500_ends_the_callees_leg_too()
    {
        var bench = BridgeBench.Calling(out var invite);
        bench.Receive(Answer(invite, 180, "b1"));
        var transaction = bench.State!.Contexts[0].Transaction;
        bench.Give(new TransactionTimedOut(transaction, TimeoutReason.AnsweredByRelay));
        Assert.Equal(SipMethod.Cancel, Assert.Single(bench.Sent).Message.Method);
        Assert.Equal("failed", Assert.Single(bench.Events).Data["reason"]);
    }
}
