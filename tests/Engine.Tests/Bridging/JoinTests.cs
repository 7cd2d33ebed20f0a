using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Sip.Messages;
using static ServerlessSip.Engine.Tests.Bridging.FarPhone;

namespace ServerlessSip.Engine.Tests.Bridging;

public sealed class JoinTests
{
    private const string Mine = "alice@sip.test";

    [Fact]
    public void Both_ring_in_turn_and_get_each_others_session()
    {
        var bench = FirstUp(out var first);
        var second = Assert.Single(bench.Sent, s => s.Message.Method == SipMethod.Invite);
        Assert.Equal("sip:alice@sip.test", second.Message.From!.Uri.ToString());
        Assert.Equal(0, second.Message.Body.Length);
        Assert.NotEqual(first.CallId, CallIdOf(second));
        bench.Receive(Answer(second, 180, "s"));
        bench.Receive(Answer(second, 200, "s", Sdp.Replace("phone 7", "bob 9")));
        // RFC 3725 §4.4: the origin of the first offer with the next version; the rest is the second's.
        var offer = Assert.Single(bench.Sent);
        Assert.Equal((SipMethod.Invite, first.CallId), (offer.Message.Method, CallIdOf(offer)));
        Assert.Matches(@"o=- \d+ 2 IN IP4 0\.0\.0\.0\r\n(.|\r|\n)*m=audio 4000", Body(offer));
        bench.Receive(Answer(offer, 200, body: Sdp.Replace("phone 7", "alice 3")));
        Assert.Equal([SipMethod.Ack, SipMethod.Ack], bench.Sent.Select(s => s.Message.Method));
        Assert.Contains("o=alice 3", Body(bench.Sent.Single(s => CallIdOf(s) == CallIdOf(second))));
        Assert.Equal("answered", Assert.Single(bench.Events).Data["state"]);
        // From now on it is a bridged call: a hold crosses, and its origin stays what the other end knows.
        var bob = Called(second, "s");
        bench.Receive(bob.Request("INVITE", Sdp.Replace("phone 7 1", "bob 9 2")));
        Assert.Matches(@"o=- \d+ 3 IN IP4 0\.0\.0\.0", Body(bench.Sent.Single()));
        bench.Receive(Answer(bench.Sent.Single(), 200, body: Sdp)).Receive(bob.Request("ACK", cseq: 101));
        bench.Receive(first.Request("BYE"));
        Assert.Equal([200, 0], bench.Sent.Select(s => s.Message.StatusCode));
        Assert.Equal("normal", Assert.Single(bench.Events).Data["reason"]);
        Gone(bench);
    }

    [Fact]
    public void The_first_call_rings_all_phones_of_who_asked_with_media_that_does_not_flow()
    {
        var bench = Ask("sip:alice@127.0.0.1:6011", "sip:alice@127.0.0.1:6012");
        Assert.Equal(201, bench.Result!.Status);
        Assert.Equal(2, bench.Sent.Count);
        Assert.All(bench.Sent, s => Assert.Contains("a=inactive", Body(s)));
        Assert.Equal("sip:bob@sip.test", bench.Sent[0].Message.From!.Uri.ToString());
        var record = Assert.Single(bench.State!.Records);
        Assert.Equal((Mine, "bob@sip.test"), (record.From, record.To));
        bench.Receive(Answer(bench.Sent[0], 180, "f"));
        Assert.Equal("ringing", Assert.Single(bench.Events).Data["state"]);
    }

    [Fact]
    public void Who_has_no_phone_cannot_call_and_nothing_is_kept()
    {
        var bench = Ask();
        Assert.Equal(409, bench.Result!.Status);
        Assert.Null(bench.State);
        Assert.Empty(bench.Effects);
    }

    [Fact]
    public void First_busy_ends_it()
    {
        var bench = Ask("sip:alice@127.0.0.1:6011");
        bench.Receive(Answer(bench.Sent.Single(), 486, "f"));
        Assert.Empty(bench.Sent);
        Assert.Equal("busy", Assert.Single(bench.Events).Data["reason"]);
        Gone(bench);
    }

    [Theory]
    [InlineData(486, "busy")]
    [InlineData(480, "no answer")]
    public void Second_busy_hangs_up_the_first_with_the_reason(int status, string reason)
    {
        var bench = FirstUp(out _);
        bench.Receive(Answer(bench.Sent.Single(s => s.Message.Method == SipMethod.Invite), status, "s"));
        var bye = Assert.Single(bench.Sent);
        Assert.Equal(SipMethod.Bye, bye.Message.Method);
        Assert.Contains($"Reason: SIP;cause={status}\r\n", bye.Text);
        Assert.Equal(reason, Assert.Single(bench.Events).Data["reason"]);
        Gone(bench.Receive(Answer(bye, 200)));
    }

    [Fact]
    public void Nobody_of_the_seconds_name_hangs_up_the_first()
    {
        var bench = FirstUp(out _, "sip:nobody@sip.test");
        Assert.Contains(bench.Sent, s => s.Message.Method == SipMethod.Bye);
        Assert.Equal("404", bench.Events.Single(e => e.Data["state"] == "ended").Data["status"]);
        Gone(bench);
    }

    [Fact]
    public void Hang_up_while_the_first_rings_cancels_it()
    {
        var bench = Ask("sip:alice@127.0.0.1:6011");
        var invite = bench.Sent.Single();
        bench.Receive(Answer(invite, 180, "f"));
        Command(bench, "hang-up");
        Assert.Equal((200, SipMethod.Cancel), (bench.Result!.Status, Assert.Single(bench.Sent).Message.Method));
        Assert.Equal("cancelled", Assert.Single(bench.Events).Data["reason"]);
        bench.Receive(Answer(invite, 487, "f"));
        Assert.Empty(bench.Events);
        Gone(bench);
    }

    [Fact]
    public void An_answer_that_crosses_the_hang_up_gets_ACK_and_BYE_and_the_call_ends_once()
    {
        var bench = Ask("sip:alice@127.0.0.1:6011");
        var invite = bench.Sent.Single();
        bench.Receive(Answer(invite, 180, "f"));
        Command(bench, "hang-up");
        bench.Receive(Answer(invite, 200, "f", Sdp));
        Assert.Equal([SipMethod.Ack, SipMethod.Bye], bench.Sent.Select(s => s.Message.Method));
        Assert.Empty(bench.Events);
        Gone(bench);
    }

    [Fact]
    public void The_seconds_answer_that_crosses_the_firsts_BYE_gets_its_offer_refused_and_a_BYE()
    {
        var bench = FirstUp(out var first);
        var second = bench.Sent.Single(s => s.Message.Method == SipMethod.Invite);
        bench.Receive(Answer(second, 180, "s"));
        bench.Receive(first.Request("BYE"));
        Assert.Equal([200, 0], bench.Sent.Select(s => s.Message.StatusCode));
        Assert.Equal(SipMethod.Cancel, bench.Sent[1].Message.Method);
        Assert.Equal("cancelled", Assert.Single(bench.Events).Data["reason"]);
        bench.Receive(Answer(second, 200, "s", Sdp));
        Assert.Equal([SipMethod.Ack, SipMethod.Bye], bench.Sent.Select(s => s.Message.Method));
        Assert.Contains("m=audio 0 RTP/AVP 0", Body(bench.Sent[0]));
        Assert.Empty(bench.Events);
        Gone(bench);
    }

    [Fact]
    public void A_second_that_answers_after_40_s_is_joined()
    {
        var bench = FirstUp(out _);
        var second = bench.Sent.Single(s => s.Message.Method == SipMethod.Invite);
        bench.Receive(Answer(second, 180, "s"));
        for (var at = 1; at <= 40; at++)
        {
            bench.Now += TimeSpan.FromSeconds(1);
            Assert.Empty(bench.Give(new TimerFired()).Sent);
        }
        bench.Receive(Answer(second, 200, "s", Sdp));
        bench.Receive(Answer(bench.Sent.Single(), 200, body: Sdp));
        Assert.Equal("answered", Assert.Single(bench.Events).Data["state"]);
        Assert.Equal(2, bench.State!.Legs.Count(l => l.IsAlive));
    }

    [Fact]
    public void A_glare_with_the_first_is_tried_again_and_given_up_in_the_end()
    {
        var bench = FirstUp(out _);
        bench.Receive(Answer(bench.Sent.Single(s => s.Message.Method == SipMethod.Invite), 200, "s", Sdp));
        for (var n = 0; n < 5; n++)
        {
            bench.Receive(Answer(bench.Sent.Single(), 491));
            Assert.Empty(bench.Sent);
            bench.Now += TimeSpan.FromMilliseconds(2099);
            Assert.Empty(bench.Give(new TimerFired()).Sent);
            bench.Now += TimeSpan.FromMilliseconds(1902);
            Assert.Equal(SipMethod.Invite, Assert.Single(bench.Give(new TimerFired()).Sent).Message.Method);
        }
        bench.Receive(Answer(bench.Sent.Single(), 491));
        Assert.Equal(
            [SipMethod.Ack, SipMethod.Bye, SipMethod.Bye], bench.Sent.Select(s => s.Message.Method));
        Gone(bench);
    }

    [Fact]
    public void A_first_that_is_not_there_any_more_ends_the_second()
    {
        var bench = FirstUp(out _);
        bench.Receive(Answer(bench.Sent.Single(s => s.Message.Method == SipMethod.Invite), 200, "s", Sdp));
        bench.Receive(Answer(bench.Sent.Single(), 481));
        Assert.Equal(2, bench.Sent.Count(s => s.Message.Method == SipMethod.Bye));
        Assert.Equal("481", Assert.Single(bench.Events).Data["status"]);
        Gone(bench);
    }

    [Fact]
    public void An_offer_of_the_first_while_the_second_rings_gets_491()
    {
        var bench = FirstUp(out var first);
        bench.Receive(first.Request("INVITE", Sdp));
        Assert.Equal(491, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void An_automatic_target_is_called_by_Flow_I()
    {
        var bench = Ask("sip:bob@sip.test", true, "sip:alice@127.0.0.1:6011");
        var first = bench.Sent.Single();
        Assert.Equal(0, first.Message.Body.Length);
        bench.Receive(Answer(first, 200, "f", Sdp.Replace("phone", "alice")));
        var second = Assert.Single(bench.Sent);
        Assert.Equal((SipMethod.Invite, true), (second.Message.Method, Body(second).Contains("o=alice")));
        bench.Receive(Answer(second, 200, "s", Sdp.Replace("phone", "bob")));
        Assert.Equal([SipMethod.Ack, SipMethod.Ack], bench.Sent.Select(s => s.Message.Method));
        Assert.Contains("o=bob", Body(bench.Sent.Single(s => CallIdOf(s) == CallIdOf(first))));
        Assert.Equal("answered", Assert.Single(bench.Events).Data["state"]);
    }

    [Fact]
    public void An_automatic_target_that_does_not_answer_in_time_is_given_up()
    {
        var bench = Ask("sip:bob@sip.test", true, "sip:alice@127.0.0.1:6011");
        bench.Receive(Answer(bench.Sent.Single(), 200, "f", Sdp));
        var second = bench.Sent.Single();
        bench.Receive(Answer(second, 180, "s"));
        bench.Now += bench.Settings.Limits.RingTime;
        bench.Give(new TimerFired());
        Assert.Equal(
            [SipMethod.Cancel, SipMethod.Ack, SipMethod.Bye], bench.Sent.Select(s => s.Message.Method));
        Assert.Contains("m=audio 0", Body(bench.Sent[1]));
        Gone(bench.Receive(Answer(second, 487, "s")));
    }

    [Fact]
    public void The_same_command_for_a_call_that_is_there_is_refused()
    {
        var bench = Ask("sip:alice@127.0.0.1:6011");
        bench.Give(CallCommand("sip:bob@sip.test", false));
        Assert.Equal(409, bench.Result!.Status);
    }

    internal static CallBench Ask(params string[] contacts) => Ask("sip:bob@sip.test", false, contacts);

    internal static CallBench Ask(string to, bool automatic, params string[] contacts)
    {
        var bench = new CallBench();
        if (contacts.Length > 0) bench.Register("alice", contacts);
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Register("carol", "sip:carol@127.0.0.1:6003");
        return bench.Give(CallCommand(to, automatic));
    }

    /// <summary>Alice has answered; the last input sent our ACK and, if there is one, the second INVITE.</summary>
    internal static CallBench FirstUp(out FarPhone first, string to = "sip:bob@sip.test")
    {
        var bench = Ask(to, false, "sip:alice@127.0.0.1:6011");
        var invite = bench.Sent.Single();
        bench.Receive(Answer(invite, 180, "f"));
        bench.Receive(Answer(invite, 200, "f", Sdp));
        first = Called(invite, "f", 6011);
        return bench;
    }

    internal static CallBench Command(CallBench bench, string name, string caller = Mine, string? to = null)
    {
        var arguments = ImmutableDictionary<string, string>.Empty.Add("caller", caller);
        return bench.Give(new CommandReceived(name, to is null ? arguments : arguments.Add("to", to)));
    }

    internal static void Gone(CallBench bench)
    {
        Assert.DoesNotContain(bench.State!.Legs, l => l.IsAlive);
        Assert.Null(bench.State.Join);
        Assert.Equal(CallPhase.Ended, bench.State.Records[^1].State);
    }

    internal static string CallIdOf(Sent sent) => System.Text.Encoding.ASCII.GetString(sent.Message.CallId);

    internal static CommandReceived CallCommand(string to, bool automatic) => new(
        "call",
        new Dictionary<string, string>
        {
            ["from"] = Mine, ["to"] = to, ["callId"] = "made", ["automatic"] = automatic ? "true" : "false",
        }.ToImmutableDictionary());
}
