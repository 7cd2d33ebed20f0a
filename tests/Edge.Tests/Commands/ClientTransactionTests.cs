using System.Text;
using ServerlessSip.Edge.Tests.Support;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Edge.Tests.Commands;

public sealed class ClientTransactionTests
{
    private const string Down = "z9hG4bKdown";
    private const string Ours = "127.0.0.1:5060";
    private readonly Rig _rig = new();

    [Fact]
    public void An_INVITE_is_repeated_until_a_provisional_comes()
    {
        _rig.Request(Text.Request("INVITE", Down, Ours), Repeat.InviteClient);
        _rig.Advance(1_500);
        Assert.Equal(3, _rig.Network.TakeLines().Length);
        _rig.Receive(Text.Response(100, branch: Down, via: Ours));
        _rig.Advance(60_000);
        Assert.Empty(_rig.Network.Sent);
        Assert.Equal(Rig.Actor, Assert.Single(_rig.Bus.Envelopes).Actor);
    }

    [Fact]
    public void A_final_response_that_the_bus_refuses_is_offered_again()
    {
        _rig.Request(Text.Request("BYE", Down, Ours), Repeat.NonInviteClient);
        _rig.Bus.Result = BusResult.Transient;
        _rig.Receive(Text.Response(200, "BYE", branch: Down, via: Ours));
        _rig.Advance(1_000);
        Assert.Equal(1, _rig.Core.Refused);
        _rig.Bus.Result = BusResult.Sent;
        _rig.Advance(2_010);
        Assert.Equal(0, _rig.Core.Refused);
        Assert.Single(_rig.Bus.Envelopes.Select(e => e.Id).Distinct());
    }

    [Fact]
    public void What_the_bus_refuses_for_64_T1_is_lost()
    {
        _rig.Request(Text.Request("BYE", Down, Ours), Repeat.NonInviteClient);
        _rig.Bus.Result = BusResult.Full;
        _rig.Receive(Text.Response(200, "BYE", branch: Down, via: Ours));
        _rig.Advance(31_900);
        Assert.Equal(1, _rig.Core.Refused);
        _rig.Advance(2_200);
        Assert.Equal(0, _rig.Core.Refused);
        Assert.Equal(1, _rig.Core.Counters[RelayCount.DroppedBusRefused]);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void As_many_refused_as_the_limit_are_kept(int refused, int lost)
    {
        var rig = new Rig(new RelayLimits { MaxRefusedEnvelopes = 2 });
        for (var i = 0; i < refused; i++) rig.Request(Text.Request("BYE", Down + i, Ours), Repeat.NonInviteClient);
        rig.Bus.Result = BusResult.Full;
        for (var i = 0; i < refused; i++) rig.Receive(Text.Response(200, "BYE", branch: Down + i, via: Ours));
        Assert.Equal(2, rig.Core.Refused);
        Assert.Equal(lost, rig.Core.Counters[RelayCount.DroppedBusRefused]);
    }

    [Fact]
    public void Timer_B_gives_up_with_a_timeout()
    {
        _rig.Request(Text.Request("INVITE", Down, Ours), Repeat.InviteClient);
        _rig.Advance(32_010);
        Assert.Equal(7, _rig.Network.TakeLines().Length);
        Assert.Equal(["1|z9hG4bKdown|INVITE"], _rig.Bus.Timeouts);
        Assert.Equal((0, 0, 0), _rig.Core.Remembered);
    }

    [Fact]
    public void A_fault_while_a_timer_sends_costs_one_message_and_repeats_no_other()
    {
        for (var i = 0; i < 3; i++) _rig.Request(Text.Request("INVITE", Down + i, Ours), Repeat.InviteClient);
        _rig.Network.Sent.Clear();
        var faults = 0;
        _rig.Network.Meanwhile = _ =>
        {
            if (faults++ == 1) throw new InvalidOperationException("a fault");
        };
        _rig.Advance(490);
        for (var milliseconds = 490; milliseconds < 900; milliseconds += 10)
        {
            try
            {
                _rig.Advance(10);
            }
            catch (InvalidOperationException)
            {
                // As the relay's timer thread does.
            }
        }
        Assert.Equal(2, _rig.Network.TakeLines().Length);
        _rig.Advance(700);
        Assert.Equal(3, _rig.Network.TakeLines().Length);
    }

    [Fact]
    public void Timer_F_gives_up_with_a_timeout()
    {
        _rig.Request(Text.Request("BYE", Down, Ours), Repeat.NonInviteClient);
        _rig.Advance(32_010);
        Assert.Equal(11, _rig.Network.TakeLines().Length);
        Assert.Equal(["1|z9hG4bKdown|BYE"], _rig.Bus.Timeouts);
    }

    [Fact]
    public void A_stream_repeats_nothing()
    {
        _rig.Request(Text.Request("INVITE", Down, Ours), Repeat.InviteClient, _rig.Tcp);
        _rig.Advance(31_000);
        Assert.Single(_rig.Network.Sent);
    }

    [Fact]
    public void The_first_100_goes_up_and_each_18x_and_no_later_100()
    {
        _rig.Request(Text.Request("INVITE", Down, Ours), Repeat.InviteClient);
        int[] received = [100, 100, 180, 180, 100, 183];
        foreach (var status in received) _rig.Receive(Text.Response(status, branch: Down, via: Ours));
        var up = _rig.Bus.Sip.Select(e => Encoding.UTF8.GetString(e.Bytes.Span)[8..11]);
        Assert.Equal(["100", "180", "180", "183"], up);
    }

    [Fact]
    public void A_failure_is_acknowledged_at_once_where_the_INVITE_went_and_goes_up_once()
    {
        _rig.Request(Text.Request("INVITE", Down, Ours), Repeat.InviteClient);
        _rig.Network.Sent.Clear();
        _rig.Receive(Text.Response(486, branch: Down, via: Ours));
        _rig.Receive(Text.Response(486, branch: Down, via: Ours));
        Assert.Equal(2, _rig.Network.Sent.Count);
        Assert.Equal(_rig.Network.Sent[0], _rig.Network.Sent[1]);
        var (target, ack) = _rig.Network.Sent[0];
        Assert.Same(_rig.Udp, target.Flow);
        Assert.StartsWith("ACK sip:bob@localhost SIP/2.0\r\n", ack);
        Assert.Contains("branch=z9hG4bKdown", ack);
        Assert.Contains("tag=t", ack);
        Assert.Contains("CSeq: 1 ACK", ack);
        Assert.Single(_rig.Bus.Envelopes);
        _rig.Advance(32_010);
        Assert.Equal((0, 0, 0), _rig.Core.Remembered);
    }

    [Fact]
    public void Every_2xx_to_INVITE_goes_up_and_none_is_acknowledged_here()
    {
        _rig.Request(Text.Request("INVITE", Down, Ours), Repeat.InviteClient);
        _rig.Network.Sent.Clear();
        for (var i = 0; i < 3; i++) _rig.Receive(Text.Response(200, branch: Down, via: Ours));
        Assert.Equal(3, _rig.Bus.Envelopes.Select(e => e.Id).Distinct().Count());
        Assert.Empty(_rig.Network.Sent);
    }

    [Fact]
    public void The_final_to_another_request_goes_up_once()
    {
        _rig.Request(Text.Request("BYE", Down, Ours), Repeat.NonInviteClient);
        _rig.Receive(Text.Response(200, "BYE", Down, Ours));
        _rig.Receive(Text.Response(200, "BYE", Down, Ours));
        Assert.Single(_rig.Bus.Envelopes);
    }

    [Fact]
    public void A_response_without_transaction_and_token_is_dropped_and_counted()
    {
        _rig.Receive(Text.Response(200, branch: Down, via: Ours));
        Assert.Empty(_rig.Bus.Envelopes);
        Assert.Equal(1, _rig.Core.Counters[RelayCount.DroppedStrayResponse]);
    }

    [Fact]
    public void A_response_without_transaction_finds_its_actor_by_the_token_in_its_branch()
    {
        var token = new SipToken(TokenPurpose.Branch, (byte)ActorKind.Call, 99, 1, 2, 3).ToBytes(Rig.Keys);
        _rig.Receive(Text.Response(200, branch: Encoding.ASCII.GetString(token), via: Ours));
        Assert.Equal(new ActorKey(ActorKind.Call, 99), Assert.Single(_rig.Bus.Envelopes).Actor);
    }

    [Fact]
    public void A_refused_send_is_reported_as_a_transport_error()
    {
        _rig.Network.IsBroken = true;
        _rig.Request(Text.Request("INVITE", Down, Ours), Repeat.InviteClient);
        Assert.Equal(["3|z9hG4bKdown|INVITE"], _rig.Bus.Timeouts);
        Assert.Equal((0, 0, 0), _rig.Core.Remembered);
    }

    [Fact]
    public void A_connection_that_fails_later_is_reported_once()
    {
        _rig.Request(Text.Request("INVITE", Down, Ours), Repeat.InviteClient, _rig.Tcp);
        _rig.Core.TransportFailed(_rig.Network.LastToken);
        _rig.Core.TransportFailed(_rig.Network.LastToken);
        Assert.Equal(["3|z9hG4bKdown|INVITE"], _rig.Bus.Timeouts);
    }

    [Fact]
    public void The_table_takes_as_many_as_its_limit_and_reports_one_more_as_not_sent()
    {
        var rig = new Rig(new RelayLimits { MaxClientTransactions = 2 });
        for (var i = 0; i < 2; i++) rig.Request(Text.Request("BYE", $"z9hG4bK{i}", Ours), Repeat.NonInviteClient);
        Assert.Equal(2, rig.Network.TakeLines().Length);
        rig.Request(Text.Request("BYE", "z9hG4bK2", Ours), Repeat.NonInviteClient);
        Assert.Empty(rig.Network.Sent);
        Assert.Equal(["3|z9hG4bK2|BYE"], rig.Bus.Timeouts);
    }

    [Fact]
    public void StopSending_ends_a_client_transaction()
    {
        _rig.Request(Text.Request("INVITE", Down, Ours), Repeat.InviteClient);
        _rig.Order(RelayCommandKind.StopSending, "z9hG4bKdown|INVITE");
        _rig.Network.Sent.Clear();
        _rig.Advance(40_000);
        Assert.Empty(_rig.Network.Sent);
        Assert.Empty(_rig.Bus.Timeouts);
    }
}
