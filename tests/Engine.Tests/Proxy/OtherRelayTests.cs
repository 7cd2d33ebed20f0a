using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Proxy;

public sealed class OtherRelayTests
{
    private static readonly Flow Other = CallBench.UdpFlow(6001, relay: "r2");

    private static CallBench Called(out Sent invite)
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite());
        invite = bench.Sent[0];
        return bench;
    }

    [Fact]
    public void A_refusal_through_another_relay_stops_the_first_and_gets_its_ACK_from_here()
    {
        var bench = Called(out var invite);
        bench.Receive(invite.Reply(486, "b1"), Other);
        Assert.Equal(new StopSending("r1", $"{invite.Branch}|INVITE"),
            Assert.Single(bench.Effects.OfType<StopSending>()));
        var ack = Assert.Single(bench.Sent, s => s.Message.IsRequest);
        Assert.Equal((invite.Branch, "r1"), (ack.Branch, ack.Effect.Relay));
        Assert.StartsWith("ACK ", ack.Text);
    }

    [Fact]
    public void A_repeated_refusal_that_no_relay_knows_gets_its_ACK_again()
    {
        var bench = Called(out var invite);
        bench.Receive(invite.Reply(486, "b1"));
        Assert.DoesNotContain(bench.Sent, s => s.Message.IsRequest);
        foreach (var relay in new[] { Other, CallBench.UdpFlow(6001) })
        {
            bench.Receive(invite.Reply(486, "b1"), relay);
            var ack = Assert.Single(bench.Sent);
            Assert.Equal((invite.Branch, "r1", invite.Uri), (ack.Branch, ack.Effect.Relay, ack.Uri));
            Assert.StartsWith("ACK ", ack.Text);
            Assert.Contains(";tag=b1", ack.Text);
        }
    }

    [Fact]
    public void An_answer_to_our_CANCEL_through_another_relay_ends_its_repeats()
    {
        var bench = Called(out var invite);
        bench.Receive(invite.Reply(180, "b1"));
        bench.Receive(Phone.Cancel());
        var cancel = bench.Sent.Single(s => s.Message.IsRequest);
        bench.Receive(cancel.Reply(200, "b1"), Other);
        Assert.Equal(new StopSending("r1", $"{invite.Branch}|CANCEL"), Assert.Single(bench.Effects));
        Assert.Empty(bench.Receive(cancel.Reply(200, "b1")).Effects);
    }

    [Fact]
    public void A_CANCEL_that_cannot_be_delivered_ends_its_branch()
    {
        var bench = Called(out var invite);
        bench.Receive(invite.Reply(180, "b1"));
        bench.Receive(Phone.Cancel());
        bench.Give(new TransactionTimedOut($"{invite.Branch}|CANCEL", TimeoutReason.TransportError));
        Assert.Equal(487, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void A_refusal_through_the_same_relay_is_acknowledged_there()
    {
        var bench = Called(out var invite);
        bench.Receive(invite.Reply(486, "b1"));
        Assert.Empty(bench.Effects.OfType<StopSending>());
        Assert.DoesNotContain(bench.Sent, s => s.Message.IsRequest);
    }

    [Theory]
    [InlineData("r1")]
    [InlineData("r2")]
    public void A_refusal_that_comes_again_is_known_to_no_relay_and_gets_its_ACK_from_here(string relay)
    {
        var bench = Called(out var invite);
        bench.Receive(invite.Reply(486, "b1"), CallBench.UdpFlow(6001, relay: relay));
        var state = bench.State;
        bench.Receive(invite.Reply(486, "b1"), CallBench.UdpFlow(6001, relay: relay));
        var ack = Assert.Single(bench.Sent);
        Assert.Equal(
            $"ACK {invite.Uri} SIP/2.0\r\nVia: {invite.Text.Split("Via: ")[1].Split("\r\n")[0]}\r\nMax-Forwards: 70\r\n"
            + "From: <sip:mallory@elsewhere.example>;tag=caller\r\nTo: <sip:bob@sip.test>;tag=b1\r\n"
            + $"Call-ID: {Phone.CallId}\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n",
            ack.Text);
        Assert.Equal(("r1", Retransmission.None), (ack.Effect.Relay, ack.Effect.Retransmission));
        Assert.Same(state, bench.State);
    }

    [Fact]
    public void The_ACK_to_a_refusal_that_comes_again_goes_by_the_routes_of_its_INVITE()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@192.0.2.9:6001");
        bench.Change("bob", b => b with { Path = ["<sip:127.0.0.3:5080;lr>", "<sip:inner.example;lr>"] });
        bench.Receive(Phone.Invite());
        var invite = bench.Sent[0];
        bench.Receive(invite.Reply(486, "b1"));
        Assert.DoesNotContain(bench.Sent, s => s.Message.IsRequest);
        bench.Receive(invite.Reply(486, "b1"));
        var ack = Assert.Single(bench.Sent);
        Assert.Equal(invite.Routes(HeaderName.Route), ack.Routes(HeaderName.Route));
        Assert.Equal(2, ack.Routes(HeaderName.Route).Length);
        Assert.Equal((invite.Effect.Address, invite.Uri), (ack.Effect.Address, ack.Uri));
    }

    [Fact]
    public void A_refusal_that_comes_again_while_others_ring_gets_its_ACK_too()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001", "sip:bob@127.0.0.1:6002");
        bench.Receive(Phone.Invite());
        var invite = bench.Sent[0];
        bench.Receive(invite.Reply(486, "b1"));
        Assert.Empty(bench.Sent);
        bench.Receive(invite.Reply(486, "b1"));
        Assert.Equal(invite.Branch, Assert.Single(bench.Sent).Branch);
        Assert.StartsWith("ACK ", bench.Sent[0].Text);
    }

    [Fact]
    public void Timer_B_of_a_relay_that_saw_no_provisional_ends_no_branch_that_rings()
    {
        var bench = Called(out var invite);
        bench.Receive(invite.Reply(180, "b1"), Other);
        bench.Give(new TransactionTimedOut($"{invite.Branch}|INVITE", TimeoutReason.NoResponse));
        Assert.Equal(BranchPhase.Proceeding, bench.State!.Contexts[0].Branches[0].Phase);
        Assert.Empty(bench.Effects);
    }

    [Fact]
    public void A_repeat_through_another_relay_tells_it_that_the_request_is_taken()
    {
        var bench = Called(out _);
        bench.Receive(Phone.Invite(), CallBench.UdpFlow(5070, relay: "r2"));
        Assert.Equal("r2", Assert.Single(bench.Effects.OfType<AcceptTransaction>()).Relay);
    }

    [Fact]
    public void A_repeat_has_a_request_that_nobody_has_answered_sent_again()
    {
        var bench = Called(out var invite);
        var state = bench.State;
        bench.Receive(Phone.Invite());
        Assert.Equal(invite.Text, Assert.Single(bench.Sent).Text);
        Assert.Same(state, bench.State);
        bench.Receive(invite.Reply(180, "b1"));
        bench.Receive(Phone.Invite());
        Assert.DoesNotContain(bench.Sent, s => s.Message.IsRequest);
    }

    [Fact]
    public void A_repeat_through_another_relay_is_answered_there()
    {
        var bench = Called(out var invite);
        bench.Receive(invite.Reply(486, "b1"));
        bench.Receive(Phone.Invite(), CallBench.UdpFlow(5070, relay: "r2"));
        var again = Assert.Single(bench.Sent);
        Assert.Equal((486, "r2"), (again.Message.StatusCode, again.Effect.Relay));
    }
}
