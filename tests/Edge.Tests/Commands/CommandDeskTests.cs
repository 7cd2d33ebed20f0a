using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Edge.Tests.Support;
using ServerlessSip.Ports;

namespace ServerlessSip.Edge.Tests.Commands;

public sealed class CommandDeskTests
{
    private readonly Rig _rig = new();

    [Fact]
    public void A_command_is_performed_once()
    {
        var command = _rig.Respond(Text.Response(200, "OPTIONS"));
        _rig.Core.Perform(command);
        Assert.Single(_rig.Network.Sent);
        Assert.Equal(1, _rig.Core.Counters[RelayCount.CommandsRepeated]);
    }

    [Fact]
    public void A_command_is_performed_until_its_end_of_life_and_not_after()
    {
        var until = _rig.Time.GetUtcNow().AddSeconds(1);
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        _rig.Core.Perform(Response(1, until));
        Assert.Single(_rig.Network.TakeLines());
        _rig.Time.Advance(TimeSpan.FromTicks(1));
        _rig.Core.Perform(Response(2, until));
        Assert.Empty(_rig.Network.Sent);
        Assert.Equal(1, _rig.Core.Counters[RelayCount.CommandsExpired]);
    }

    [Fact]
    public void As_many_ids_as_the_limit_are_remembered_and_the_oldest_goes_for_one_more()
    {
        var ids = new PerformedIds(2);
        var now = _rig.Time.GetUtcNow();
        Assert.True(ids.TryAdd(new InputId(1), now.AddHours(1), now));
        Assert.True(ids.TryAdd(new InputId(2), now.AddHours(1), now));
        Assert.False(ids.TryAdd(new InputId(1), now.AddHours(1), now));
        Assert.True(ids.TryAdd(new InputId(3), now.AddHours(1), now));
        Assert.Equal(2, ids.Count);
        Assert.True(ids.TryAdd(new InputId(1), now.AddHours(1), now));
    }

    [Fact]
    public void Our_own_2xx_is_repeated_until_its_ACK_on_any_transport()
    {
        _rig.Receive(Text.Request("INVITE"), _rig.Tcp);
        _rig.Respond(Text.Response(200), Repeat.UasSuccess, _rig.Tcp);
        _rig.Advance(1_500);
        Assert.Equal(3, _rig.Network.TakeLines().Length);
        _rig.Receive(Text.Request("ACK", "z9hG4bKtwo", toTag: "t"), _rig.Tcp);
        _rig.Advance(40_000);
        Assert.Empty(_rig.Network.Sent);
        Assert.Equal(2, _rig.Bus.Envelopes.Count);
        Assert.Equal((0, 0, 0), _rig.Core.Remembered);
    }

    [Fact]
    public void Our_own_2xx_without_ACK_ends_with_a_timeout_of_its_transaction()
    {
        _rig.Receive(Text.Request("INVITE"));
        _rig.Respond(Text.Response(200), Repeat.UasSuccess);
        _rig.Advance(33_000);
        Assert.Equal(11, _rig.Network.TakeLines().Length);
        Assert.Equal(["2|z9hG4bKone|192.0.2.7:5071|INVITE"], _rig.Bus.Timeouts);
    }

    [Fact]
    public void An_ACK_of_another_dialog_does_not_end_it()
    {
        _rig.Receive(Text.Request("INVITE"));
        _rig.Respond(Text.Response(200), Repeat.UasSuccess);
        _rig.Receive(Text.Request("ACK", "z9hG4bKtwo", toTag: "other"));
        _rig.Network.Sent.Clear();
        _rig.Advance(500);
        Assert.Single(_rig.Network.Sent);
    }

    [Theory]
    [InlineData(486, Repeat.InviteServer)]
    [InlineData(200, Repeat.UasSuccess)]
    public void StopSending_ends_the_repeats_of_a_response(int status, Repeat retransmission)
    {
        _rig.Receive(Text.Request("INVITE"));
        _rig.Respond(Text.Response(status), retransmission);
        _rig.Order(RelayCommandKind.StopSending, "z9hG4bKone|192.0.2.7:5071|INVITE");
        _rig.Network.Sent.Clear();
        _rig.Advance(40_000);
        Assert.Empty(_rig.Network.Sent);
        Assert.Empty(_rig.Bus.Timeouts);
    }

    [Fact]
    public void StopSending_ends_the_repeats_of_a_2xx_that_was_ordered_twice()
    {
        _rig.Receive(Text.Request("INVITE"));
        _rig.Respond(Text.Response(200), Repeat.UasSuccess);
        _rig.Respond(Text.Response(200), Repeat.UasSuccess);
        _rig.Order(RelayCommandKind.StopSending, "z9hG4bKone|192.0.2.7:5071|INVITE");
        _rig.Network.Sent.Clear();
        _rig.Advance(40_000);
        Assert.Empty(_rig.Network.Sent);
        Assert.Empty(_rig.Bus.Timeouts);
    }

    [Fact]
    public void A_failure_whose_INVITE_this_relay_forgot_is_repeated_until_its_ACK_all_the_same()
    {
        _rig.Respond(Text.Response(486), Repeat.InviteServer);
        _rig.Advance(500);
        Assert.Equal(2, _rig.Network.TakeLines().Length);
        _rig.Receive(Text.Request("ACK"));
        _rig.Advance(40_000);
        Assert.Empty(_rig.Network.Sent);
        Assert.Empty(_rig.Bus.Envelopes);
    }

    [Fact]
    public void As_many_2xx_wait_for_their_ACK_as_the_limit_and_one_more_is_sent_once()
    {
        var rig = new Rig(new RelayLimits { MaxUasSuccesses = 1 });
        rig.Respond(Text.Response(200, branch: "z9hG4bK1", toTag: "t1"), Repeat.UasSuccess);
        rig.Respond(Text.Response(200, branch: "z9hG4bK2", toTag: "t2"), Repeat.UasSuccess);
        Assert.Equal(2, rig.Network.TakeLines().Length);
        rig.Advance(500);
        Assert.Single(rig.Network.TakeLines());
    }

    private RelayCommand Response(ulong id, DateTimeOffset notAfter) => new()
    {
        Id = new InputId(id),
        Relay = "r1",
        Kind = RelayCommandKind.SendResponse,
        Bytes = System.Text.Encoding.UTF8.GetBytes(Text.Response(200, "OPTIONS")),
        Flow = _rig.Udp,
        NotAfter = notAfter,
    };
}
