using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;

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
