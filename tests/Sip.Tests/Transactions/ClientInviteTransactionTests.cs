using ServerlessSip.Sip.Transactions;
using static ServerlessSip.Sip.Transactions.TransactionActions;
using static ServerlessSip.Sip.Transactions.TransactionInput;

namespace ServerlessSip.Sip.Tests.Transactions;

public sealed class ClientInviteTransactionTests
{
    private static readonly TransactionTimes Times = TransactionTimes.Default;

    [Fact]
    public void Calling_repeats_the_invite_with_doubled_intervals_until_timer_B()
    {
        var machine = new ClientInviteTransaction(Times, reliable: false, 0);
        var fired = Fire.Until(ref machine, 60_000);
        long[] at = [500, 1500, 3500, 7500, 15500, 31500];
        Assert.Equal(
            [.. at.Select(t => (t, Send)), (32_000, ReportTimeout | End)],
            fired);
        Assert.Equal(ClientInviteState.Terminated, machine.State);
    }

    [Fact]
    public void A_reliable_transport_has_no_timer_A()
    {
        var machine = new ClientInviteTransaction(Times, reliable: true, 0);
        Assert.Equal([(32_000, ReportTimeout | End)], Fire.Until(ref machine, 60_000));
    }

    [Fact]
    public void A_provisional_is_passed_up_and_ends_repeats_and_timer_B()
    {
        var machine = new ClientInviteTransaction(Times, reliable: false, 0);
        Assert.Equal(PassUp, machine.Take(Provisional, 100));
        Assert.Equal(ClientInviteState.Proceeding, machine.State);
        Assert.Equal(PassUp, machine.Take(Provisional, 200));
        Assert.Empty(Fire.Until(ref machine, 200_000));
    }

    [Fact]
    public void Proceeding_is_forgotten_when_nothing_comes_for_longer_than_timer_C_and_64_T1()
    {
        var machine = new ClientInviteTransaction(Times, reliable: false, 0);
        machine.Take(Provisional, 0);
        Assert.Equal([(240_000, End)], Fire.Until(ref machine, 300_000));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_failure_is_passed_up_and_acknowledged(bool afterProvisional)
    {
        var machine = new ClientInviteTransaction(Times, reliable: false, 0);
        if (afterProvisional) machine.Take(Provisional, 10);
        Assert.Equal(PassUp | SendAck, machine.Take(Failure, 20));
        Assert.Equal(ClientInviteState.Completed, machine.State);
    }

    [Fact]
    public void A_repeated_failure_is_acknowledged_again_and_not_passed_up()
    {
        var machine = new ClientInviteTransaction(Times, reliable: false, 0);
        machine.Take(Failure, 20);
        Assert.Equal(SendAck, machine.Take(Failure, 500));
    }

    [Fact]
    public void Timer_D_is_32_seconds_on_an_unreliable_transport()
    {
        var machine = new ClientInviteTransaction(Times, reliable: false, 0);
        machine.Take(Failure, 1000);
        Assert.Equal([(33_000, End)], Fire.Until(ref machine, 60_000));
    }

    [Fact]
    public void Timer_D_is_zero_on_a_reliable_transport()
    {
        var machine = new ClientInviteTransaction(Times, reliable: true, 0);
        Assert.Equal(PassUp | SendAck | End, machine.Take(Failure, 20));
    }

    [Fact]
    public void Every_2xx_is_passed_up_until_timer_M()
    {
        var machine = new ClientInviteTransaction(Times, reliable: false, 0);
        Assert.Equal(PassUp, machine.Take(Success, 20));
        Assert.Equal(ClientInviteState.Accepted, machine.State);
        Assert.Equal(PassUp, machine.Take(Success, 30));
        Assert.Equal([(32_020, End)], Fire.Until(ref machine, 60_000));
        Assert.Equal(Absorb, machine.Take(Success, 60_000));
    }

    [Fact]
    public void After_a_2xx_provisionals_and_failures_are_absorbed()
    {
        var machine = new ClientInviteTransaction(Times, reliable: false, 0);
        machine.Take(Success, 20);
        Assert.Equal(Absorb, machine.Take(Provisional, 30));
        Assert.Equal(Absorb, machine.Take(Failure, 30));
    }

    [Fact]
    public void A_transport_error_while_calling_is_reported_and_ends_it()
    {
        var machine = new ClientInviteTransaction(Times, reliable: true, 0);
        Assert.Equal(ReportTransportError | End, machine.Take(TransportError, 5));
    }

    [Fact]
    public void A_transport_error_of_the_ACK_is_reported_and_ends_it()
    {
        var machine = new ClientInviteTransaction(Times, reliable: false, 0);
        machine.Take(Failure, 5);
        Assert.Equal(ReportTransportError | End, machine.Take(TransportError, 6));
    }
}
