using System.Text;
using ServerlessSip.Edge.Tests.Support;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Edge.Tests.Requests;

public sealed class ServerTransactionTests
{
    private readonly Rig _rig = new();

    [Fact]
    public void A_request_goes_up_once_to_the_actor_of_its_call_with_its_flow_and_deadline()
    {
        _rig.Receive(Text.Request("INVITE"));
        _rig.Receive(Text.Request("INVITE"));
        var envelope = Assert.Single(_rig.Bus.Envelopes);
        Assert.Equal(new ActorKey(ActorKind.Call, ActorAddressing.CallHash("call-1"u8)), envelope.Actor);
        Assert.Equal(InputId.FromRelay(7, 1), envelope.Id);
        Assert.Same(_rig.Udp, envelope.Flow);
        Assert.Equal(_rig.Time.GetUtcNow().AddSeconds(10), envelope.AnswerBy);
    }

    [Theory]
    [InlineData("BYE")]
    [InlineData("CANCEL")]
    [InlineData("PRACK")]
    [InlineData("ACK")]
    public void What_opens_nothing_never_expires(string method)
    {
        _rig.Receive(Text.Request(method));
        Assert.Null(Assert.Single(_rig.Bus.Envelopes).AnswerBy);
        _rig.Advance(11_000);
        Assert.DoesNotContain(_rig.Network.TakeLines(), l => l.Contains("500"));
    }

    [Fact]
    public void CANCEL_goes_up_beside_its_INVITE_as_a_transaction_of_its_own()
    {
        _rig.Receive(Text.Request("INVITE"));
        _rig.Receive(Text.Request("CANCEL"));
        _rig.Receive(Text.Request("CANCEL"));
        Assert.Equal(2, _rig.Bus.Envelopes.Count);
        Assert.Equal(_rig.Bus.Envelopes[0].Actor, _rig.Bus.Envelopes[1].Actor);
    }

    [Fact]
    public void One_hundred_goes_out_at_200_ms_when_nothing_else_did()
    {
        _rig.Receive(Text.Request("INVITE"));
        _rig.Advance(190);
        Assert.Empty(_rig.Network.Sent);
        _rig.Advance(10);
        Assert.Equal(["SIP/2.0 100 Trying"], _rig.Network.TakeLines());
        _rig.Receive(Text.Request("INVITE"));
        Assert.Equal(["SIP/2.0 100 Trying"], _rig.Network.TakeLines());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_functions_send_while_100_is_on_its_way_goes_out_after_it(bool busIsSlow)
    {
        if (busIsSlow) _rig.Bus.Pending = new TaskCompletionSource<BusResult>();
        _rig.Receive(Text.Request("INVITE"));
        _rig.Network.Meanwhile = line =>
        {
            if (line != "SIP/2.0 100 Trying") return;
            _rig.Respond(Text.Response(180, "INVITE"));
            _rig.Respond(Text.Response(486, "INVITE"), Repeat.InviteServer);
        };
        _rig.Advance(200);
        if (busIsSlow)
        {
            SynchronizationContext.SetSynchronizationContext(null);
            _rig.Bus.Pending!.SetResult(BusResult.Sent);
        }

        Assert.Equal(
            ["SIP/2.0 100 Trying", "SIP/2.0 180 Whatever", "SIP/2.0 486 Whatever"], _rig.Network.TakeLines());
        // And nothing waits for a 100 any more.
        _rig.Receive(Text.Request("INVITE"));
        Assert.Equal(["SIP/2.0 486 Whatever"], _rig.Network.TakeLines());
    }

    [Fact]
    public void One_hundred_waits_for_the_bus()
    {
        _rig.Bus.Pending = new TaskCompletionSource<BusResult>();
        _rig.Receive(Text.Request("INVITE"));
        _rig.Advance(300);
        Assert.Empty(_rig.Network.Sent);
        // What waits goes on inside SetResult when no context of the test runner is in its way.
        SynchronizationContext.SetSynchronizationContext(null);
        _rig.Bus.Pending.SetResult(BusResult.Sent);
        Assert.Equal(["SIP/2.0 100 Trying"], _rig.Network.TakeLines());
    }

    [Fact]
    public void A_non_INVITE_gets_100_at_3500_ms_and_never_408()
    {
        _rig.Receive(Text.Request("BYE"));
        _rig.Advance(3_490);
        Assert.Empty(_rig.Network.Sent);
        _rig.Advance(10);
        Assert.Equal(["SIP/2.0 100 Trying"], _rig.Network.TakeLines());
        _rig.Advance(60_000);
        Assert.Empty(_rig.Network.Sent);
        Assert.Equal((0, 0, 0), _rig.Core.Remembered);
    }

    [Theory]
    [InlineData(180, "INVITE", true)]
    [InlineData(486, "INVITE", true)]
    [InlineData(200, "INVITE", false)]
    [InlineData(200, "BYE", true)]
    [InlineData(481, "BYE", true)]
    public void A_repeat_gets_the_last_response_again_but_never_a_2xx_to_INVITE(int status, string method, bool again)
    {
        _rig.Receive(Text.Request(method));
        _rig.Respond(Text.Response(status, method));
        Assert.Single(_rig.Network.TakeLines());
        _rig.Receive(Text.Request(method));
        Assert.Equal(again ? [$"SIP/2.0 {status} Whatever"] : [], _rig.Network.TakeLines());
        Assert.Single(_rig.Bus.Envelopes);
    }

    [Fact]
    public void The_ACK_to_a_failure_ends_its_repeats_and_stays_here()
    {
        _rig.Receive(Text.Request("INVITE"));
        _rig.Respond(Text.Response(486), Repeat.InviteServer);
        _rig.Advance(1_500);
        Assert.Equal(3, _rig.Network.TakeLines().Length);
        _rig.Receive(Text.Request("ACK"));
        _rig.Advance(40_000);
        Assert.Empty(_rig.Network.Sent);
        Assert.Single(_rig.Bus.Envelopes);
        Assert.Equal((0, 0, 0), _rig.Core.Remembered);
    }

    [Fact]
    public void A_failure_without_ACK_ends_with_a_timeout()
    {
        _rig.Receive(Text.Request("INVITE"));
        _rig.Respond(Text.Response(486), Repeat.InviteServer);
        _rig.Advance(33_000);
        Assert.Equal(11, _rig.Network.TakeLines().Length);
        Assert.Equal(["2|z9hG4bKone|192.0.2.7:5071|INVITE"], _rig.Bus.Timeouts);
    }

    [Fact]
    public void Every_ACK_to_a_2xx_goes_up_with_an_id_of_its_own()
    {
        _rig.Receive(Text.Request("INVITE"));
        _rig.Respond(Text.Response(200));
        _rig.Receive(Text.Request("ACK", "z9hG4bKtwo", toTag: "t"));
        _rig.Receive(Text.Request("ACK", "z9hG4bKtwo", toTag: "t"));
        Assert.Equal(3, _rig.Bus.Envelopes.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public void A_full_bus_makes_503_with_Retry_After_and_nothing_is_remembered()
    {
        _rig.Bus.Result = BusResult.Full;
        _rig.Receive(Text.Request("INVITE"));
        var sent = Assert.Single(_rig.Network.Sent).Text;
        Assert.StartsWith("SIP/2.0 503 ", sent);
        Assert.Contains("\r\nRetry-After: 5\r\n", sent);
        Assert.Contains("To: <sip:bob@localhost>;tag=", sent);
        Assert.Equal((0, 0, 0), _rig.Core.Remembered);
        _rig.Bus.Result = BusResult.Sent;
        _rig.Receive(Text.Request("INVITE"));
        Assert.Equal(2, _rig.Bus.Envelopes.Count);
    }

    [Fact]
    public void The_ACK_to_a_503_of_which_nothing_is_remembered_stays_here()
    {
        _rig.Bus.Result = BusResult.Full;
        _rig.Receive(Text.Request("INVITE"));
        var sent = Assert.Single(_rig.Network.Sent).Text;
        var tag = sent[(sent.IndexOf("localhost>;tag=", sent.IndexOf("To:")) + 15)..];
        _rig.Receive(Text.Request("ACK", toTag: tag[..tag.IndexOf('\r')]));
        Assert.Equal(EnvelopeKind.Sip, Assert.Single(_rig.Bus.Envelopes).Kind);
        Assert.Equal(0, _rig.Core.Refused);
        _rig.Receive(Text.Request("ACK", toTag: "0123456789abcdef"));
        Assert.Equal(2, _rig.Bus.Envelopes.Count);
    }

    [Theory]
    [InlineData(180)]
    [InlineData(486)]
    [InlineData(0)]
    public void What_functions_have_answered_gets_no_503_when_its_send_is_said_to_have_failed(int status)
    {
        const string transaction = "z9hG4bKone|192.0.2.7:5071|INVITE";
        SynchronizationContext.SetSynchronizationContext(null);
        _rig.Bus.Pending = new TaskCompletionSource<BusResult>();
        _rig.Receive(Text.Request("INVITE"));
        if (status == 0) _rig.Order(RelayCommandKind.Accepted, onBehalfOf: transaction);
        else _rig.Respond(Text.Response(status));
        _rig.Network.Sent.Clear();
        _rig.Bus.Pending.SetResult(BusResult.Transient);
        Assert.Empty(_rig.Network.Sent);
        Assert.Equal((1, 0, 0), _rig.Core.Remembered);
    }

    [Fact]
    public void After_the_relays_own_500_a_send_that_fails_late_makes_no_503()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        _rig.Bus.Pending = new TaskCompletionSource<BusResult>();
        _rig.Receive(Text.Request("INVITE"));
        _rig.Advance(10_010);
        Assert.StartsWith("SIP/2.0 500 ", Assert.Single(_rig.Network.TakeLines()));
        _rig.Bus.Pending.SetResult(BusResult.Transient);
        Assert.Empty(_rig.Network.Sent);
        _rig.Receive(Text.Request("INVITE"));
        Assert.StartsWith("SIP/2.0 500 ", Assert.Single(_rig.Network.TakeLines()));
    }

    [Theory]
    [InlineData("INVITE", 1, 0)]
    [InlineData("ACK", 0, 1)]
    public void A_bus_that_throws_later_has_not_taken_the_message(string method, int answers, int refused)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        _rig.Bus.Pending = new TaskCompletionSource<BusResult>();
        _rig.Receive(Text.Request(method));
        _rig.Bus.Pending.SetException(new InvalidOperationException("a fault"));
        Assert.Equal(answers, _rig.Network.TakeLines().Count(l => l.StartsWith("SIP/2.0 503 ")));
        Assert.Equal(((0, 0, 0), refused), (_rig.Core.Remembered, _rig.Core.Refused));
        Assert.Equal(1, _rig.Core.Counters[RelayCount.LoopFaults]);
    }

    [Fact]
    public void While_it_drains_no_call_begins_and_all_else_goes_on()
    {
        _rig.Receive(Text.Request("INVITE", "z9hG4bKold"));
        _rig.Core.Drain();
        _rig.Receive(Text.Request("INVITE", "z9hG4bKnew"));
        var sent = Assert.Single(_rig.Network.Sent).Text;
        Assert.StartsWith("SIP/2.0 503 ", sent);
        Assert.Contains("\r\nRetry-After: 5\r\n", sent);
        Assert.Equal((1, 0, 0), _rig.Core.Remembered);

        _rig.Receive(Text.Request("INVITE", "z9hG4bKre", toTag: "t"));
        _rig.Receive(Text.Request("BYE", "z9hG4bKbye", toTag: "t"));
        _rig.Respond(Text.Response(180, branch: "z9hG4bKold"));
        Assert.Equal(3, _rig.Bus.Envelopes.Count);
        Assert.StartsWith("SIP/2.0 180 ", _rig.Network.Sent[^1].Text);
    }

    [Fact]
    public void A_BYE_that_a_full_bus_refuses_is_left_to_its_repeat()
    {
        _rig.Bus.Result = BusResult.Full;
        _rig.Receive(Text.Request("BYE", toTag: "t"));
        Assert.Empty(_rig.Network.Sent);
        Assert.Equal((0, 0, 0), _rig.Core.Remembered);
        _rig.Bus.Result = BusResult.Sent;
        _rig.Receive(Text.Request("BYE", toTag: "t"));
        Assert.Equal(2, _rig.Bus.Envelopes.Count);
    }

    [Fact]
    public void A_BYE_over_a_stream_that_a_full_bus_refuses_is_offered_again()
    {
        _rig.Bus.Result = BusResult.Full;
        _rig.Receive(Text.Request("BYE", toTag: "t"), _rig.Tcp);
        Assert.Empty(_rig.Network.Sent);
        Assert.Equal(((0, 0, 0), 1), (_rig.Core.Remembered, _rig.Core.Refused));
        _rig.Bus.Result = BusResult.Sent;
        _rig.Advance(200);
        Assert.Equal(0, _rig.Core.Refused);
        Assert.StartsWith("BYE ", System.Text.Encoding.ASCII.GetString(_rig.Bus.Envelopes[^1].Bytes.Span));
    }

    [Fact]
    public void A_refusal_after_a_100_is_repeated_until_its_ACK()
    {
        _rig.Receive(Text.Request("INVITE"));
        _rig.Advance(300);
        Assert.StartsWith("SIP/2.0 100 ", Assert.Single(_rig.Network.TakeLines()));
        _rig.Respond(Text.Response(407));
        _rig.Advance(1_600);
        Assert.Equal(3, _rig.Network.TakeLines().Length);
        _rig.Receive(Text.Request("ACK", toTag: "t"));
        _rig.Advance(30_000);
        Assert.Empty(_rig.Network.Sent);
    }

    [Fact]
    public void The_table_takes_as_many_as_its_limit_and_answers_one_more_with_503()
    {
        var rig = new Rig(new RelayLimits { MaxServerTransactions = 3 });
        for (var i = 0; i < 3; i++) rig.Receive(Text.Request("OPTIONS", $"z9hG4bK{i}"));
        Assert.Empty(rig.Network.Sent);
        Assert.Equal(3, rig.Core.Remembered.Servers);
        rig.Receive(Text.Request("OPTIONS", "z9hG4bK3"));
        Assert.StartsWith("SIP/2.0 503 ", Assert.Single(rig.Network.TakeLines()));
        Assert.Equal(3, rig.Bus.Envelopes.Count);
    }

    [Fact]
    public void After_the_deadline_the_relay_answers_500_tells_the_actor_and_refuses_what_comes_later()
    {
        _rig.Receive(Text.Request("INVITE"));
        _rig.Advance(9_990);
        Assert.Equal(["SIP/2.0 100 Trying"], _rig.Network.TakeLines());
        _rig.Advance(20);
        Assert.StartsWith("SIP/2.0 500 ", Assert.Single(_rig.Network.TakeLines()));
        Assert.Equal(["4|z9hG4bKone|192.0.2.7:5071|INVITE"], _rig.Bus.Timeouts);
        _rig.Receive(Text.Request("ACK"));
        _rig.Advance(10_000);
        _rig.Network.Sent.Clear();
        _rig.Respond(Text.Response(200));
        Assert.Empty(_rig.Network.Sent);
        _rig.Advance(40_000);
        Assert.Equal((0, 0, 0), _rig.Core.Remembered);
    }

    [Theory]
    [InlineData("response")]
    [InlineData("request")]
    [InlineData("accepted")]
    public void The_relay_gives_no_final_once_functions_have_sent_something(string what)
    {
        const string transaction = "z9hG4bKone|192.0.2.7:5071|INVITE";
        _rig.Receive(Text.Request("INVITE"));
        if (what == "response") _rig.Respond(Text.Response(180));
        else if (what == "accepted") _rig.Order(RelayCommandKind.Accepted, onBehalfOf: transaction);
        else _rig.Request(Text.Request("INVITE", "z9hG4bKdown"), Repeat.None, onBehalfOf: transaction);
        _rig.Advance(20_000);
        Assert.DoesNotContain(_rig.Network.TakeLines(), l => l.Contains(" 500 "));
        Assert.Empty(_rig.Bus.Timeouts);
    }

    [Fact]
    public void A_request_without_magic_cookie_is_known_again_by_its_call()
    {
        _rig.Receive(Text.Request("INVITE", "1"));
        _rig.Receive(Text.Request("INVITE", "1"));
        Assert.Single(_rig.Bus.Envelopes);
        _rig.Respond(Text.Response(486, branch: "1"), Repeat.InviteServer);
        _rig.Receive(Text.Request("ACK", "1"));
        Assert.Single(_rig.Bus.Envelopes);
    }

    [Fact]
    public void A_key_beyond_its_limit_is_dropped_and_counted()
    {
        _rig.Receive(Text.Request("INVITE", "z9hG4bK" + new string('x', 1_100)));
        Assert.Empty(_rig.Bus.Envelopes);
        Assert.Equal(1, _rig.Core.Counters[RelayCount.DroppedKeyTooLong]);
    }

    [Fact]
    public void Scanners_and_junk_are_dropped_and_counted()
    {
        _rig.Receive(Text.Request("OPTIONS").Replace("Max-Forwards", "User-Agent: Friendly-Scanner/1\r\nMax-Forwards"));
        _rig.Receive("GET / HTTP/1.1\r\n\r\n");
        Assert.Empty(_rig.Bus.Envelopes);
        Assert.Empty(_rig.Network.Sent);
        Assert.Equal(1, _rig.Core.Counters[RelayCount.DroppedScanner]);
        Assert.Equal(1, _rig.Core.Counters[RelayCount.DroppedNotSip]);
    }

    [Fact]
    public void A_stream_transaction_repeats_nothing_and_ends_with_its_final()
    {
        _rig.Receive(Text.Request("BYE"), _rig.Tcp);
        _rig.Respond(Text.Response(200, "BYE"), flow: _rig.Tcp);
        Assert.Same(_rig.Tcp, Assert.Single(_rig.Network.Sent).Target.Flow);
        Assert.Equal((0, 0, 0), _rig.Core.Remembered);
    }

    [Theory]
    [InlineData("192.0.2.7:5071;rport", "192.0.2.7:5071;rport=5071;branch=z9hG4bKone;received=192.0.2.7")]
    [InlineData("10.0.0.1:5062", "10.0.0.1:5062;branch=z9hG4bKone;received=192.0.2.7")]
    [InlineData("192.0.2.7:5062", "192.0.2.7:5062;branch=z9hG4bKone")]
    [InlineData("host.example;rport=9", "host.example;rport=5071;branch=z9hG4bKone;received=192.0.2.7")]
    [InlineData("10.0.0.1;received=1.2.3.4;rport", "10.0.0.1;received=192.0.2.7;rport=5071;branch=z9hG4bKone")]
    public void Via_tells_where_the_request_came_from(string via, string filled)
    {
        _rig.Receive(Text.Request("OPTIONS", via: via));
        var text = Encoding.UTF8.GetString(Assert.Single(_rig.Bus.Envelopes).Bytes.Span);
        Assert.Equal(Text.Request("OPTIONS", via: via).Replace($"{via};branch=z9hG4bKone", filled), text);
    }

    [Theory]
    [InlineData("192.0.2.7:5071;rport=5071", "192.0.2.7:5071")]
    [InlineData("10.0.0.1:5062;rport=6000;received=192.0.2.7", "192.0.2.7:6000")]
    [InlineData("10.0.0.1:5062;received=192.0.2.7", "192.0.2.7:5062")]
    [InlineData("10.0.0.1;maddr=198.51.100.1", "192.0.2.7:5060")]
    public void A_response_goes_to_the_source_at_rport_sent_by_or_5060(string via, string where)
    {
        _rig.Respond(Text.Response(200, "OPTIONS", via: via));
        var (target, _) = Assert.Single(_rig.Network.Sent);
        Assert.Equal(where, (target.Flow?.Remote ?? target.Address)!.ToString());
    }
}
