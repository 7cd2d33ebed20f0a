using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Sip.Messages;
using static ServerlessSip.Engine.Tests.Bridging.FarPhone;
using static ServerlessSip.Engine.Tests.Bridging.JoinTests;

namespace ServerlessSip.Engine.Tests.Bridging;

public sealed class TransferTests
{
    [Fact]
    public void The_other_party_is_joined_with_the_target_and_who_asked_hears_BYE()
    {
        var bench = Talking(out var first, out var second);
        Transfer(bench, out var third);
        Assert.Equal(202, bench.Result!.Status);
        Assert.Equal("sip:bob@sip.test", third.Message.From!.Uri.ToString());
        bench.Receive(Answer(third, 180, "t"));
        bench.Receive(Answer(third, 200, "t", Sdp.Replace("phone 7", "carol 5")));
        var offer = Assert.Single(bench.Sent);
        Assert.Equal(second.CallId, CallIdOf(offer));
        Assert.Contains("o=alice 3 2 ", Body(offer));
        bench.Receive(Answer(offer, 200, body: Sdp));
        Assert.Equal([SipMethod.Ack, SipMethod.Ack, SipMethod.Bye], bench.Sent.Select(s => s.Message.Method));
        Assert.Equal(first.CallId, CallIdOf(bench.Sent[2]));
        var told = Assert.Single(bench.Events).Data;
        Assert.Equal(("answered", "carol@sip.test"), (told["state"], told["to"]));
        Assert.Equal(
            [
                "ring alice@sip.test, then sip:bob@sip.test", "ring bob@sip.test", "joined with sip:bob@sip.test",
                "alice@sip.test transfers the other party to sip:carol@sip.test", "ring carol@sip.test",
                "joined with sip:carol@sip.test",
            ],
            bench.State!.Trace.Select(t => t.Decided));
        bench.Receive(Called(third, "t").Request("BYE"));
        Assert.Equal("normal", Assert.Single(bench.Events).Data["reason"]);
        Gone(bench);
    }

    [Fact]
    public void A_target_that_is_busy_leaves_the_two_as_they_were()
    {
        var bench = Talking(out var first, out _);
        Transfer(bench, out var third);
        bench.Receive(Answer(third, 486, "t"));
        Assert.Empty(bench.Sent);
        Assert.Empty(bench.Events);
        bench.Receive(first.Request("INFO"));
        Assert.Equal(SipMethod.Info, Assert.Single(bench.Sent).Message.Method);
        Assert.Null(bench.State!.Join);
    }

    [Fact]
    public void A_party_that_refuses_the_new_session_stays_with_the_old()
    {
        var bench = Talking(out var first, out _);
        Transfer(bench, out var third);
        bench.Receive(Answer(third, 200, "t", Sdp));
        bench.Receive(Answer(bench.Sent.Single(), 488));
        Assert.Equal([SipMethod.Ack, SipMethod.Bye], bench.Sent.Select(s => s.Message.Method));
        Assert.All(bench.Sent, s => Assert.Equal(CallIdOf(third), CallIdOf(s)));
        bench.Receive(first.Request("INFO"));
        Assert.Equal(SipMethod.Info, Assert.Single(bench.Sent).Message.Method);
    }

    [Fact]
    public void Who_asked_may_hang_up_before_the_target_answers()
    {
        var bench = Talking(out var first, out _);
        Transfer(bench, out var third);
        bench.Receive(first.Request("BYE"));
        Assert.Equal(200, Assert.Single(bench.Sent).Message.StatusCode);
        Assert.Empty(bench.Events);
        bench.Receive(Answer(third, 200, "t", Sdp));
        bench.Receive(Answer(bench.Sent.Single(), 200, body: Sdp));
        Assert.Equal(2, bench.State!.Legs.Count(l => l.IsAlive));
    }

    [Fact]
    public void When_who_asked_is_gone_a_busy_target_ends_the_call()
    {
        var bench = Talking(out var first, out var second);
        Transfer(bench, out var third);
        bench.Receive(first.Request("BYE")).Receive(Answer(third, 486, "t"));
        var bye = Assert.Single(bench.Sent);
        Assert.Equal((SipMethod.Bye, second.CallId), (bye.Message.Method, CallIdOf(bye)));
        Assert.Equal("normal", Assert.Single(bench.Events).Data["reason"]);
        Gone(bench);
    }

    [Fact]
    public void When_the_party_hangs_up_all_three_end()
    {
        var bench = Talking(out _, out var second);
        Transfer(bench, out var third);
        bench.Receive(Answer(third, 180, "t"));
        bench.Receive(second.Request("BYE"));
        Assert.Equal(
            [SipMethod.Cancel, SipMethod.Bye],
            bench.Sent.Where(s => s.Message.IsRequest).Select(s => s.Message.Method));
        Assert.Equal("normal", Assert.Single(bench.Events).Data["reason"]);
        Gone(bench.Receive(Answer(third, 487, "t")));
    }

    [Fact]
    public void Only_who_is_in_the_call_may_hang_up_or_transfer_and_only_while_it_is_up()
    {
        var bench = Talking(out _, out _);
        var before = bench.State;
        Assert.Equal(403, Command(bench, "hang-up", "carol@sip.test").Result!.Status);
        Assert.Equal(403, Command(bench, "transfer", "carol@sip.test", "sip:bob@sip.test").Result!.Status);
        Assert.Same(before, bench.State);
        Transfer(bench, out _);
        Assert.Equal(409, Command(bench, "transfer", to: "sip:carol@sip.test").Result!.Status);
        Assert.Equal(200, Command(bench, "hang-up").Result!.Status);
        Assert.Equal("normal", Assert.Single(bench.Events).Data["reason"]);
        Assert.Equal(404, Command(bench, "hang-up").Result!.Status);
    }

    [Fact]
    public void A_proxied_call_has_no_leg_of_ours_to_end()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite());
        Assert.Equal(409, Command(bench, "hang-up").Result!.Status);
        Assert.Equal(409, Command(bench, "transfer", to: "sip:carol@sip.test").Result!.Status);
    }

    [Fact]
    public void The_sixteenth_leg_is_called_and_the_seventeenth_is_not()
    {
        var bench = Talking(out _, out _);
        for (var leg = 3; leg <= 16; leg++)
        {
            Transfer(bench, out var third);
            bench.Receive(Answer(third, 486, "t"));
        }
        Assert.Equal(16, bench.State!.Legs.Length);
        Assert.Equal(503, Command(bench, "transfer", to: "sip:carol@sip.test").Result!.Status);
    }

    private static CallBench Talking(out FarPhone first, out FarPhone second)
    {
        var bench = FirstUp(out first);
        var invite = bench.Sent.Single(s => s.Message.Method == SipMethod.Invite);
        bench.Receive(Answer(invite, 200, "s", Sdp.Replace("phone 7", "bob 9")));
        bench.Receive(Answer(bench.Sent.Single(), 200, body: Sdp.Replace("phone 7", "alice 3")));
        second = Called(invite, "s");
        return bench;
    }

    private static void Transfer(CallBench bench, out Sent third)
    {
        Command(bench, "transfer", to: "sip:carol@sip.test");
        third = Assert.Single(bench.Sent);
    }
}
