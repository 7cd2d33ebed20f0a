using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Engine.Tests.Routing;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Trunks;

/// <summary>Where Forward sends a request, and when it tries the next target.</summary>
public sealed class ForwardTests
{
    private const string First = "sip:bob@192.0.2.1";
    private const string Second = "sip:bob@192.0.2.2";
    private readonly RouteBench _bench = new(s => s with { Trunks = new TrunkSettings([Main, Strict]) });

    private static TrunkOptions Main => new()
    {
        Name = "main",
        Targets = ["sip:192.0.2.1", "sip:192.0.2.2"],
        ProbeEvery = TimeSpan.FromSeconds(30),
        Relay = "r1",
    };

    private static TrunkOptions Strict => new()
    {
        Name = "strict",
        Targets = ["sip:192.0.2.1:5062;transport=tcp", "sip:192.0.2.2"],
        Failover = ["503"],
        Time = TimeSpan.FromSeconds(2),
    };

    [Fact]
    public void A_trunk_gets_the_number_that_was_dialled_and_only_its_first_target()
    {
        _bench.Invite().Decide(Route.Trunk("main"));
        Assert.Equal([First], _bench.Rung);
        Assert.Contains("Record-Route", _bench.Sent[0].Text);
    }

    [Fact]
    public void The_name_of_a_trunk_may_be_written_in_capitals()
    {
        Assert.Equal([First], _bench.Invite().Decide(Route.Trunk("Main")).Rung);
    }

    [Theory]
    [InlineData("+4930123", "sip:+4930123@192.0.2.1:5062;transport=tcp")]
    [InlineData("*21#", "sip:*21%23@192.0.2.1:5062;transport=tcp")]
    public void Another_number_stands_in_the_request_but_not_in_To(string number, string uri)
    {
        _bench.Invite().Decide(Route.Trunk("strict").To(number));
        Assert.Equal([uri], _bench.Rung);
        Assert.Contains("\r\nTo: <sip:bob@sip.test>\r\n", _bench.Sent[0].Text);
        Assert.Equal(SipTransport.Tcp, _bench.Sent[0].Effect.Transport);
    }

    [Theory]
    [InlineData(null, "sip:desk@192.0.2.7:5070")]
    [InlineData("99", "sip:99@192.0.2.7:5070")]
    public void A_targets_own_user_stands_unless_a_number_is_asked_for(string? number, string uri)
    {
        var route = Route.Forward("desk@192.0.2.7:5070");
        Assert.Equal([uri], _bench.Invite().Decide(number is null ? route : route.To(number)).Rung);
    }

    [Fact]
    public void Headers_and_caller_are_the_routes_at_every_target()
    {
        _bench.Invite("X-Old: 1\r\n").Decide(Route.Trunk("main").With("X-Line", "7").Without("X-Old")
            .As("+4930@sip.test", "Desk"));
        _bench.Receive(_bench.Sent[0].Reply(503, "x"));
        var text = _bench.InviteTo(Second).Text;
        Assert.Contains("\r\nX-Line: 7\r\n", text);
        Assert.Contains("\r\nP-Asserted-Identity: \"Desk\" <sip:+4930@sip.test>\r\n", text);
        Assert.DoesNotContain("X-Old", text);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    public void At_a_failure_of_the_way_the_next_target_is_tried(int status)
    {
        _bench.Invite().Decide(Route.Trunk("main"));
        Assert.Equal([Second], _bench.Receive(_bench.Sent[0].Reply(status, "x")).Rung);
        Assert.Contains(_bench.Bench.State!.Trace, l => l.Decided == $"{First} came to {status}, next {Second}");
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(486)]
    [InlineData(603)]
    public void An_answer_about_the_callee_ends_the_verb(int status)
    {
        _bench.Invite().Decide(Route.Trunk("main"));
        _bench.Receive(_bench.Sent[0].Reply(status, "x"));
        Assert.Empty(_bench.Rung);
        Assert.Equal([status], _bench.Statuses);
    }

    [Fact]
    public void The_codes_of_the_trunk_and_of_the_route_go_before()
    {
        _bench.Invite().Decide(Route.Trunk("strict"));
        Assert.Equal([500], _bench.Receive(_bench.Sent[0].Reply(500, "x")).Statuses);
        var other = new RouteBench(s => s with { Trunks = new TrunkSettings([Strict]) });
        other.Invite().Decide(Route.Trunk("strict").FailoverOn("486", "5xx"));
        Assert.Equal([Second], other.Receive(other.Sent[0].Reply(486, "x")).Rung);
    }

    [Fact]
    public void A_silent_target_is_left_after_its_time_and_cancelled_when_it_wakes()
    {
        _bench.Invite().Decide(Route.Trunk("main"));
        var first = _bench.Sent[0];
        Assert.Empty(_bench.Wait(4.Seconds()).Rung);
        Assert.Equal([Second], _bench.Wait(1.Seconds()).Rung);
        Assert.Contains(new StopSending("r1", $"{first.Branch}|INVITE"), _bench.Bench.Effects);
        var second = _bench.InviteTo(Second);
        _bench.Receive(first.Reply(180, "late"));
        Assert.Contains(_bench.Sent, s => s.Message.Method == SipMethod.Cancel && s.Branch == first.Branch);
        Assert.Equal([200], _bench.Receive(second.Reply(200, "b")).Statuses);
    }

    [Fact]
    public void What_the_second_says_is_not_kept_waiting_by_the_silent_first()
    {
        _bench.Invite().Decide(Route.Trunk("main"));
        _bench.Wait(5.Seconds());
        Assert.Equal([486], _bench.Receive(_bench.InviteTo(Second).Reply(486, "b")).Statuses);
    }

    [Fact]
    public void A_late_refusal_of_the_silent_first_gets_its_ACK_from_us_and_the_second_is_waited_for()
    {
        _bench.Invite().Decide(Route.Trunk("main"));
        var first = _bench.Sent[0];
        _bench.Wait(5.Seconds());
        var second = _bench.InviteTo(Second);
        var ack = Assert.Single(_bench.Receive(first.Reply(500, "a")).Sent);
        Assert.Equal((SipMethod.Ack, first.Branch), (ack.Message.Method, ack.Branch));
        Assert.Equal([200], _bench.Receive(second.Reply(200, "b")).Statuses);
    }

    [Fact]
    public void A_late_answer_of_the_silent_first_wins_and_the_second_is_cancelled()
    {
        _bench.Invite().Decide(Route.Trunk("main"));
        var first = _bench.Sent[0];
        _bench.Wait(5.Seconds());
        var second = _bench.InviteTo(Second);
        _bench.Receive(second.Reply(180, "b")).Receive(first.Reply(200, "a"));
        Assert.Equal([200], _bench.Statuses);
        Assert.Contains(_bench.Sent, s => s.Message.Method == SipMethod.Cancel && s.Branch == second.Branch);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(183)]
    public void A_target_that_has_said_anything_is_waited_for(int status)
    {
        _bench.Invite().Decide(Route.Trunk("main"));
        _bench.Receive(_bench.Sent[0].Reply(status, "a")).Wait(30.Seconds());
        Assert.Empty(_bench.Sent);
    }

    [Fact]
    public void The_routes_time_goes_before_the_trunks()
    {
        _bench.Invite().Decide(Route.Trunk("strict").For(1.Seconds()));
        Assert.Equal([Second], _bench.Wait(1.Seconds()).Rung);
    }

    [Theory]
    [InlineData(TimeoutReason.TransportError)]
    [InlineData(TimeoutReason.NoResponse)]
    public void A_relays_word_that_nothing_came_tries_the_next_whatever_the_codes(TimeoutReason reason)
    {
        _bench.Invite().Decide(Route.Trunk("strict"));
        _bench.Bench.Give(new TransactionTimedOut($"{_bench.Sent[0].Branch}|INVITE", reason));
        Assert.Equal([Second], _bench.Rung);
    }

    [Fact]
    public void A_name_without_address_and_a_transport_without_listener_try_the_next()
    {
        _bench.Invite().Decide(Route.Forward("x@gw.example", "x@192.0.2.1;transport=tls", "x@192.0.2.2"));
        var asked = Assert.Single(_bench.Bench.Effects.OfType<ResolveDns>());
        Assert.Equal("gw.example", asked.Host);
        _bench.Bench.Give(new DnsAnswer(asked.Tag, []));
        Assert.Equal(["sip:x@192.0.2.2"], _bench.Rung);
    }

    [Fact]
    public void When_all_have_failed_what_follows_goes_by_the_best_of_them()
    {
        _bench.Invite().Decide(Route.Trunk("main").On(500, Route.Reply(480)).Else(Route.Ring("ann@sip.test")));
        _bench.Receive(_bench.Sent[0].Reply(503, "x"));
        _bench.Receive(_bench.Sent[0].Reply(503, "y"));
        Assert.Equal([RouteBench.Ann], _bench.Rung);
    }

    [Fact]
    public void When_all_were_silent_the_case_of_timeout_follows_and_else_the_caller_gets_408()
    {
        _bench.Invite().Decide(Route.Trunk("main").On("timeout", Route.Reply(480, "All quiet")));
        _bench.Wait(5.Seconds()).Wait(5.Seconds());
        Assert.Contains("480 All quiet", Assert.Single(_bench.Sent).Text);
        var other = new RouteBench(s => s with { Trunks = new TrunkSettings([Main]) });
        other.Invite().Decide(Route.Trunk("main")).Wait(5.Seconds()).Wait(5.Seconds());
        Assert.Equal([408], other.Statuses);
    }

    [Fact]
    public void A_caller_who_gives_up_between_two_targets_gets_487_and_no_third()
    {
        _bench.Invite().Decide(Route.Forward("x@192.0.2.1", "x@192.0.2.2", "x@192.0.2.3"));
        _bench.Wait(5.Seconds());
        var second = _bench.Sent[0];
        _bench.Receive(second.Reply(180, "b")).Receive(Phone.Cancel());
        Assert.Contains(_bench.Sent, s => s.Message.Method == SipMethod.Cancel && s.Branch == second.Branch);
        _bench.Receive(second.Reply(487, "b"));
        Assert.Equal([487], _bench.Statuses);
        Assert.Empty(_bench.Rung);
    }

    [Fact]
    public void A_trunk_that_is_not_configured_is_the_configured_answer_with_its_reason()
    {
        Assert.Equal([500], _bench.Invite().Decide(Route.Trunk("nowhere")).Statuses);
        Assert.Equal("there is no trunk nowhere", _bench.Bench.State!.Trace[^1].Reason);
    }

    [Fact]
    public void A_message_is_forwarded_and_fails_over_as_well()
    {
        _bench.Bench.Receive(Phone.Request("MESSAGE"));
        _bench.Decide(Route.Trunk("main"));
        Assert.Equal(First, _bench.Sent[0].Uri);
        _bench.Wait(5.Seconds());
        Assert.Equal(Second, _bench.Sent.Single(s => s.Message.IsRequest).Uri);
        Assert.Equal([200], _bench.Receive(_bench.Sent[0].Reply(200, "b")).Statuses);
    }

    [Fact]
    public void Requests_come_and_go_in_the_dialog_that_a_trunk_has_answered()
    {
        _bench.Invite().Decide(Route.Trunk("main"));
        var contact = "Contact: <sip:gw@192.0.2.1:5080>\r\n";
        _bench.Receive(_bench.Sent[0].Reply(200, "gw", contact));
        var success = _bench.Sent[0];
        _bench.Receive(Phone.InDialog("ACK", success, "gw", 1, "z9hG4bKack", "sip:gw@192.0.2.1:5080"));
        Assert.Equal("sip:gw@192.0.2.1:5080", Assert.Single(_bench.Sent).Uri);
        _bench.Receive(
            Phone.InDialog("BYE", success, "gw", 2, "z9hG4bKbye", "sip:gw@192.0.2.1:5080"));
        var bye = Assert.Single(_bench.Sent);
        Assert.Equal(SipMethod.Bye, bye.Message.Method);
        Assert.Equal("192.0.2.1", bye.Effect.Address!.Address.ToString());
    }
}
