using System.Net;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Proxy;

public sealed class DialogTests
{
    private const string Contact = "Contact: <sip:bob@127.0.0.1:6001>\r\n";

    private static CallBench Answered(out Sent success)
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite());
        success = Assert.Single(bench.Receive(bench.Sent[0].Reply(200, "b1", Contact)).Sent);
        return bench;
    }

    private static string FromCallee(
        Sent success, string method, string branch, string uri = "sip:mallory@127.0.0.1:5070") =>
        Phone.Request(
            method, uri, from: "sip:bob@sip.test", fromTag: "b1", toTag: "caller", cseq: 9, branch: branch,
            to: "sip:mallory@elsewhere.example",
            lines: string.Concat(success.Routes(HeaderName.RecordRoute).Select(r => $"Route: {r}\r\n")));

    [Fact]
    public void Ack_and_bye_follow_the_record_route_to_the_callee()
    {
        var bench = Answered(out var success);
        Assert.Single(success.Routes(HeaderName.RecordRoute));
        var ack = Assert.Single(bench.Receive(Phone.InDialog("ACK", success, "b1", 1, "z9hG4bKack")).Sent);
        Assert.Equal(Retransmission.None, ack.Effect.Retransmission);
        Assert.Equal("sip:bob@127.0.0.1:6001", ack.Uri);
        Assert.Empty(ack.Routes(HeaderName.Route));
        Assert.Equal(6001, ack.Effect.Address!.Port);

        var bye = Assert.Single(bench.Receive(Phone.InDialog("BYE", success, "b1", 2, "z9hG4bKbye")).Sent);
        Assert.Equal(Retransmission.NonInviteClient, bye.Effect.Retransmission);
        bench.Now += TimeSpan.FromSeconds(3);
        bench.Receive(bye.Reply(200));
        Assert.Equal(200, Assert.Single(bench.Sent).Message.StatusCode);
        var ended = Assert.Single(bench.Events).Data;
        Assert.Equal(("ended", "normal", "3"), (ended["state"], ended["reason"], ended["durationSeconds"]));
    }

    [Fact]
    public void Every_ack_is_forwarded_under_a_branch_of_its_own()
    {
        var bench = Answered(out var success);
        var text = Phone.InDialog("ACK", success, "b1", 1, "z9hG4bKack");
        var first = Assert.Single(bench.Receive(text).Sent);
        var second = Assert.Single(bench.Receive(text).Sent);
        Assert.NotEqual(first.Branch, second.Branch);
    }

    [Fact]
    public void The_callee_hangs_up_over_the_callers_contact()
    {
        var bench = Answered(out var success);
        var bye = Assert.Single(bench.Receive(FromCallee(success, "BYE", "z9hG4bKx"), CallBench.UdpFlow(6001)).Sent);
        Assert.Equal(5070, bye.Effect.Flow?.Remote.Port ?? bye.Effect.Address!.Port);
        Assert.Equal("sip:mallory@127.0.0.1:5070", bye.Uri);
    }

    [Fact]
    public void A_caller_behind_a_translation_is_reached_over_its_flow()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        var flow = CallBench.UdpFlow(40_000, "198.51.100.7");
        bench.Receive(
            Phone.Invite().Replace("sip:mallory@127.0.0.1:5070", "sip:mallory@10.0.0.5:5060"), flow);
        var success = Assert.Single(bench.Receive(bench.Sent[0].Reply(200, "b1", Contact)).Sent);
        var bye = Assert.Single(bench.Receive(
            FromCallee(success, "BYE", "z9hG4bKx", "sip:mallory@10.0.0.5:5060"), CallBench.UdpFlow(6001)).Sent);
        Assert.Equal(flow, bye.Effect.Flow);
    }

    [Fact]
    public void A_registration_by_stream_is_called_over_that_stream()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001;transport=tcp");
        bench.Change("bob", b => b with { ByFlow = true, Flow = CallBench.TcpFlow(6001, 3) });
        bench.Receive(Phone.Invite());
        var invite = Assert.Single(bench.Sent);
        Assert.Equal(3, invite.Effect.Flow!.Connection);
        Assert.StartsWith("SIP/2.0/TCP 127.0.0.1:5060",
            System.Text.Encoding.ASCII.GetString(invite.Message.TopVia!.Text.Span));
        // RFC 5658: the transports differ, so there are two Record-Routes, the callee's side on top.
        var routes = invite.Routes(HeaderName.RecordRoute);
        Assert.Equal(2, routes.Length);
        Assert.Contains(";transport=tcp;lr", routes[0]);
        Assert.DoesNotContain("transport", routes[1]);
    }

    [Fact]
    public void A_reinvite_may_move_the_target_of_the_dialog()
    {
        var bench = Answered(out var success);
        var text = Phone.InDialog("INVITE", success, "b1", 2, "z9hG4bKre");
        var invite = Assert.Single(bench.Receive(text).Sent);
        Assert.Empty(invite.Routes(HeaderName.RecordRoute));
        bench.Receive(invite.Reply(200, "", "Contact: <sip:bob@127.0.0.1:6009>\r\n"));
        var bye = Phone.InDialog("BYE", success, "b1", 3, "z9hG4bKbye", "sip:bob@127.0.0.1:6009");
        Assert.Equal(6009, Assert.Single(bench.Receive(bye).Sent).Effect.Address!.Port);
    }

    [Fact]
    public void A_client_that_copies_no_route_is_led_to_its_peer()
    {
        var bench = Answered(out _);
        bench.Receive(Phone.Request("BYE", "sip:bob@sip.test", toTag: "b1", cseq: 2, branch: "z9hG4bKbye"));
        Assert.Equal("sip:bob@127.0.0.1:6001", Assert.Single(bench.Sent).Uri);
    }

    [Fact]
    public void A_strict_router_before_us_is_understood()
    {
        var bench = Answered(out var success);
        var ours = success.Routes(HeaderName.RecordRoute)[0].Trim('<', '>').Replace(";lr", "");
        bench.Receive(Phone.Request(
            "BYE", ours, toTag: "b1", cseq: 2, branch: "z9hG4bKbye", lines: "Route: <sip:bob@127.0.0.1:6001>\r\n"));
        var bye = Assert.Single(bench.Sent);
        Assert.Equal("sip:bob@127.0.0.1:6001", bye.Uri);
        Assert.Empty(bye.Routes(HeaderName.Route));
    }

    [Fact]
    public void An_early_dialog_carries_PRACK()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite());
        var ringing = Assert.Single(bench.Receive(bench.Sent[0].Reply(180, "b1", Contact + "RSeq: 1\r\n")).Sent);
        bench.Receive(Phone.InDialog("PRACK", ringing, "b1", 2, "z9hG4bKprack"));
        Assert.Equal("sip:bob@127.0.0.1:6001", Assert.Single(bench.Sent).Uri);
    }

    [Fact]
    public void A_NOTIFY_that_overtakes_the_200_to_SUBSCRIBE_finds_its_watcher()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Request("SUBSCRIBE", lines: "Event: presence\r\n"));
        var subscribe = Assert.Single(bench.Sent);
        var notify = Phone.Request(
            "NOTIFY", "sip:mallory@127.0.0.1:5070", from: "sip:bob@sip.test", fromTag: "b1", toTag: "caller",
            branch: "z9hG4bKn", to: "sip:mallory@elsewhere.example",
            lines: "Event: presence\r\nSubscription-State: active\r\n");
        Assert.Equal(SipMethod.Notify,
            Assert.Single(bench.Receive(notify, CallBench.UdpFlow(6001)).Sent).Message.Method);
        Assert.Equal(200,
            Assert.Single(bench.Receive(subscribe.Reply(200, "b1", "Expires: 60\r\n")).Sent).Message.StatusCode);
        Assert.Null(bench.State!.Resource);
    }

    [Fact]
    public void The_document_goes_when_all_is_over_and_stays_while_the_call_is_up()
    {
        var bench = Answered(out var success);
        bench.Now += TimeSpan.FromMinutes(10);
        bench.Give(new TimerFired());
        Assert.NotNull(bench.State);
        var bye = Assert.Single(bench.Receive(Phone.InDialog("BYE", success, "b1", 2, "z9hG4bKbye")).Sent);
        bench.Receive(bye.Reply(200));
        bench.Now = bench.State!.DueAt!.Value;
        bench.Give(new TimerFired());
        Assert.Null(bench.State);
    }

    [Fact]
    public void A_call_that_outlives_its_limit_is_ended_as_expired()
    {
        var bench = Answered(out _);
        bench.Now += bench.Settings.Limits.MaxCallLife;
        bench.Give(new TimerFired());
        Assert.Equal("expired", Assert.Single(bench.Events).Data["reason"]);
    }

    [Fact]
    public void A_plain_call_asks_for_one_timer()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        var timers = 0;
        void Count() => timers += bench.Effects.OfType<Schedule>().Count();
        bench.Receive(Phone.Invite());
        Count();
        var invite = bench.Sent[0];
        bench.Receive(invite.Reply(180, "b1", Contact));
        Count();
        var success = Assert.Single(bench.Receive(invite.Reply(200, "b1", Contact)).Sent);
        Count();
        bench.Receive(Phone.InDialog("ACK", success, "b1", 1, "z9hG4bKack"));
        Count();
        bench.Now += TimeSpan.FromSeconds(20);
        var bye = Assert.Single(bench.Receive(Phone.InDialog("BYE", success, "b1", 2, "z9hG4bKbye")).Sent);
        Count();
        bench.Receive(bye.Reply(200));
        Count();
        Assert.Equal(1, timers);
        Assert.Equal(CallPhase.Ended, bench.State!.Records[0].State);
    }

    [Fact]
    public void A_name_is_resolved_before_the_invite_goes_out()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@phone.sip.test:6001");
        bench.Receive(Phone.Invite());
        Assert.Empty(bench.Sent);
        Assert.Single(bench.Effects.OfType<AcceptTransaction>());
        var dns = Assert.Single(bench.Effects.OfType<ResolveDns>());
        bench.Give(new DnsAnswer(dns.Tag, [new IPEndPoint(IPAddress.Loopback, 6001)]));
        Assert.Equal("sip:bob@phone.sip.test:6001", Assert.Single(bench.Sent).Uri);
    }

    [Fact]
    public void A_name_that_leads_nowhere_counts_as_503_and_the_caller_hears_500()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@phone.sip.test:6001");
        bench.Receive(Phone.Invite());
        bench.Give(new DnsAnswer(bench.Effects.OfType<ResolveDns>().Single().Tag, []));
        Assert.Equal(500, Assert.Single(bench.Sent).Message.StatusCode);
    }

    [Fact]
    public void A_name_that_is_resolved_after_another_fork_answered_a_message_is_let_go()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@phone.sip.test:6001", "sip:bob@127.0.0.1:6002");
        bench.Receive(Phone.Request("MESSAGE"));
        var dns = Assert.Single(bench.Effects.OfType<ResolveDns>());
        bench.Receive(Assert.Single(bench.Sent).Reply(200, "b2"));
        Assert.Equal(200, Assert.Single(bench.Sent).Message.StatusCode);
        bench.Give(new DnsAnswer(dns.Tag, [new IPEndPoint(IPAddress.Loopback, 6001)]));
        Assert.Empty(bench.Effects);
    }

    [Fact]
    public void An_ACK_to_a_name_goes_the_way_of_its_INVITE()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        var invite = Assert.Single(bench.Receive(Phone.Invite()).Sent);
        bench.Receive(invite.Reply(200, "b1", "Contact: <sip:bob@phone.sip.test:6001>\r\n"));
        var success = Assert.Single(bench.Sent);
        const string Target = "sip:bob@phone.sip.test:6001";
        var ack = Assert.Single(bench.Receive(Phone.InDialog("ACK", success, "b1", 1, "z9hG4bKack", Target)).Sent);
        Assert.Equal((Target, invite.Effect.Address), (ack.Uri, ack.Effect.Address));
    }

    [Fact]
    public void In_a_spiral_ACK_and_BYE_go_through_the_proxy_between_the_passes()
    {
        const string Between = "<sip:198.51.100.1:5060;lr>";
        var bench = new CallBench();
        bench.Register("carol", "sip:carol@198.51.100.1:5060");
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        var first = Assert.Single(bench.Receive(Phone.Request("INVITE", "sip:carol@sip.test")).Sent);
        // The proxy sends it back, asking for bob: a spiral, with its own Via and Record-Route on top.
        var body = first.Text[(first.Text.IndexOf("\r\n", StringComparison.Ordinal) + 2)..];
        var again = "INVITE sip:bob@sip.test SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.1:5060;branch=z9hG4bKbetween\r\n"
            + $"Record-Route: {Between}\r\n{body}";
        var second = Assert.Single(bench.Receive(again, CallBench.UdpFlow(5060, "198.51.100.1")).Sent);
        var inner = Assert.Single(bench.Receive(
            second.Reply(200, "b1", "Contact: <sip:bob@127.0.0.1:6001>\r\n")).Sent);
        var success = Assert.Single(bench.Receive(WithoutVia(inner.Text)).Sent);
        foreach (var method in new[] { "ACK", "BYE" })
        {
            var sent = Assert.Single(bench.Receive(Phone.InDialog(method, success, "b1", 1, $"z9hG4bK{method}")).Sent);
            Assert.Equal("198.51.100.1:5060", sent.Effect.Address!.ToString());
            Assert.Equal([Between], sent.Routes(HeaderName.Route).Take(1));
        }
    }

    [Fact]
    public void The_last_NOTIFY_of_a_transfer_does_not_end_the_call()
    {
        var bench = new CallBench();
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        var invite = Assert.Single(bench.Receive(Phone.Invite()).Sent);
        bench.Receive(invite.Reply(200, "b1", "Contact: <sip:bob@127.0.0.1:6001>\r\n"));
        var success = Assert.Single(bench.Sent);
        bench.Receive(Phone.InDialog("ACK", success, "b1", 1, "z9hG4bKack"));
        var notify = Phone.InDialog("NOTIFY", success, "b1", 2, "z9hG4bKnotify")
            .Replace("Content-Length", "Subscription-State: terminated\r\nContent-Length", StringComparison.Ordinal);
        bench.Receive(Assert.Single(bench.Receive(notify).Sent).Reply(200));
        Assert.Equal(CallPhase.Answered, bench.State!.Records[0].State);
        Assert.False(bench.State.Dialogs[0].Ended);
    }

    private static string WithoutVia(string response)
    {
        var via = response.IndexOf("Via: ", StringComparison.Ordinal);
        return response.Remove(via, response.IndexOf("\r\n", via, StringComparison.Ordinal) + 2 - via);
    }
}
