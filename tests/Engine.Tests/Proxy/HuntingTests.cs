using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Proxy;

/// <summary>Targets in order, by q, by breadth and by redirection.</summary>
public sealed class HuntingTests
{
    private const string One = "sip:bob@127.0.0.1:6001";
    private const string Two = "sip:bob@127.0.0.1:6002";
    private const string Three = "sip:bob@127.0.0.1:6003";

    private static CallBench Phones(ForkingOrder order)
    {
        var bench = new CallBench(s => s with { Forking = order });
        bench.Register("bob", One, Two, Three);
        bench.Change("bob", b => b with { Q = b.Contact == Three ? 500 : 1000 });
        return bench;
    }

    private static string[] Invited(CallBench bench) =>
        [.. bench.Sent.Where(s => s.Message.Method == SipMethod.Invite && s.Message.IsRequest).Select(s => s.Uri)];

    [Fact]
    public void In_sequence_the_next_rings_when_the_one_before_refused()
    {
        var bench = Phones(ForkingOrder.Sequential);
        bench.Receive(Phone.Invite());
        Assert.Equal([One], Invited(bench));
        bench.Receive(bench.Sent[0].Reply(486, "b1"));
        Assert.Equal([Two], Invited(bench));
        bench.Receive(bench.Sent[0].Reply(404, "b2"));
        Assert.Equal([Three], Invited(bench));
        Assert.Equal(486, Assert.Single(bench.Receive(bench.Sent[0].Reply(480, "b3")).Sent).Message.StatusCode);
    }

    [Fact]
    public void Those_of_equal_q_ring_together()
    {
        var bench = Phones(ForkingOrder.ByQ);
        bench.Receive(Phone.Invite());
        Assert.Equal([One, Two], Invited(bench));
        var sent = bench.Sent;
        bench.Receive(sent[0].Reply(486, "b1"));
        Assert.Empty(bench.Sent);
        Assert.Equal([Three], Invited(bench.Receive(sent[1].Reply(486, "b2"))));
    }

    [Fact]
    public void A_phone_that_rings_too_long_is_cancelled_and_the_next_rings()
    {
        var bench = Phones(ForkingOrder.Sequential);
        bench.Receive(Phone.Invite());
        var first = bench.Sent[0];
        bench.Receive(first.Reply(180, "b1"));
        Assert.Equal(bench.Now + bench.Settings.Limits.RingTime, bench.State!.DueAt);
        bench.Now += bench.Settings.Limits.RingTime;
        bench.Give(new TimerFired());
        Assert.Contains(bench.Sent, s => s.Message.Method == SipMethod.Cancel && s.Branch == first.Branch);
        Assert.Equal([Two], Invited(bench));
        var second = bench.Sent.Single(s => s.Message.Method == SipMethod.Invite);
        bench.Receive(first.Reply(487, "b1"));
        Assert.Empty(bench.Sent);
        bench.Receive(second.Reply(486, "b2"));
        bench.Receive(bench.Sent.Single().Reply(480, "b3"));
        // The caller did not cancel, so 487 is not what it hears.
        Assert.Equal(486, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void Cancel_ends_the_hunt()
    {
        var bench = Phones(ForkingOrder.Sequential);
        bench.Receive(Phone.Invite());
        var first = bench.Sent[0];
        bench.Receive(first.Reply(180, "b1"));
        bench.Receive(Phone.Cancel());
        Assert.Equal(487, Assert.Single(bench.Receive(first.Reply(487, "b1")).Sent).Message.StatusCode);
    }

    [Fact]
    public void A_ring_time_that_ends_after_the_cancel_is_not_due_again()
    {
        var bench = Phones(ForkingOrder.Sequential);
        bench.Receive(Phone.Invite());
        bench.Receive(bench.Sent[0].Reply(180, "b1"));
        bench.Receive(Phone.Cancel());
        bench.Now += bench.Settings.Limits.RingTime;
        bench.Give(new TimerFired());
        Assert.True(bench.State!.DueAt > bench.Now);
        Assert.All(bench.Effects.OfType<Schedule>(), s => Assert.True(s.At > bench.Now));
    }

    [Fact]
    public void A_6xx_ends_the_hunt()
    {
        var bench = Phones(ForkingOrder.Sequential);
        bench.Receive(Phone.Invite());
        Assert.Equal(603, Assert.Single(bench.Receive(bench.Sent[0].Reply(603, "b1")).Sent).Message.StatusCode);
    }

    [Theory]
    [InlineData(2, 2, "Max-Breadth: 1")]
    [InlineData(6, 3, "Max-Breadth: 2")]
    [InlineData(600, 3, "Max-Breadth: 20")]
    public void Breadth_is_shared_among_what_rings_at_once(int given, int rings, string line)
    {
        var bench = Phones(ForkingOrder.Parallel);
        bench.Receive(Phone.Invite(lines: $"Max-Breadth: {given}\r\n"));
        Assert.Equal(rings, Invited(bench).Length);
        Assert.All(bench.Sent, s => Assert.Contains(line, s.Text));
    }

    [Fact]
    public void What_the_breadth_left_over_rings_afterwards()
    {
        var bench = Phones(ForkingOrder.Parallel);
        bench.Receive(Phone.Invite(lines: "Max-Breadth: 2\r\n"));
        var sent = bench.Sent;
        bench.Receive(sent[0].Reply(486, "b1"));
        Assert.Equal([Three], Invited(bench.Receive(sent[1].Reply(486, "b2"))));
    }

    [Fact]
    public void A_request_that_comes_back_for_the_same_is_a_loop()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:5060");
        bench.Receive(Phone.Invite());
        var looped = bench.Sent[0].Text;
        bench.Receive(looped, CallBench.UdpFlow(5060));
        Assert.Equal(482, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void A_request_that_comes_back_for_another_is_a_spiral_and_goes_on()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:carol@sip.test");
        bench.Change("bob", b => b with { Contact = "sip:carol@127.0.0.1:5060" });
        bench.Register("carol", One);
        bench.Receive(Phone.Invite());
        var spiral = bench.Sent[0].Text;
        bench.Receive(spiral, CallBench.UdpFlow(5060));
        Assert.Equal([One], Invited(bench));
        Assert.Equal(2, bench.State!.Contexts.Length);
    }

    [Fact]
    public void A_redirection_to_a_user_of_ours_is_followed_where_that_is_allowed()
    {
        var bench = new CallBench(s => s with { RecurseRedirects = true });
        bench.Register("bob", One);
        bench.Register("carol", Two);
        bench.Receive(Phone.Invite());
        bench.Receive(bench.Sent[0].Reply(302, "b1", "Contact: <sip:nobody@sip.test>, <sip:carol@sip.test>\r\n"));
        Assert.Equal([Two], Invited(bench));
        Assert.Equal(486, Assert.Single(bench.Receive(bench.Sent[0].Reply(486, "b2")).Sent).Message.StatusCode);
    }

    [Fact]
    public void A_redirection_to_elsewhere_goes_to_the_caller()
    {
        var bench = new CallBench(s => s with { RecurseRedirects = true });
        bench.Register("bob", One);
        bench.Receive(Phone.Invite());
        bench.Receive(bench.Sent[0].Reply(302, "b1", "Contact: <sip:carol@sip.test>, <sip:x@elsewhere.example>\r\n"));
        Assert.Equal(302, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void A_redirection_to_nobody_ends_the_call()
    {
        var bench = new CallBench(s => s with { RecurseRedirects = true });
        bench.Register("bob", One);
        bench.Receive(Phone.Invite());
        bench.Receive(bench.Sent[0].Reply(302, "b1", "Contact: <sip:nobody@sip.test>\r\n"));
        Assert.Equal(480, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void An_ack_with_a_changed_via_stops_our_repeating()
    {
        var bench = new CallBench();
        bench.Register("bob", One);
        bench.Receive(Phone.Invite());
        bench.Receive(bench.Sent[0].Reply(486, "b1"));
        bench.Receive(Phone.Request("ACK", branch: "z9hG4bKchanged", toTag: "b1"));
        Assert.Equal("z9hG4bKfirst|127.0.0.1:5070|INVITE",
            Assert.Single(bench.Effects.OfType<StopSending>()).Transaction);
        bench.Receive(Phone.Request("ACK", branch: "z9hG4bKchanged", toTag: "b1"), CallBench.UdpFlow(5099));
        Assert.Empty(bench.Effects);
    }
}
