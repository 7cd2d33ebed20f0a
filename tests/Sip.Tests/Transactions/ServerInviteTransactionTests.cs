using ServerlessSip.Sip.Transactions;
using static ServerlessSip.Sip.Transactions.TransactionActions;
using static ServerlessSip.Sip.Transactions.TransactionInput;

namespace ServerlessSip.Sip.Tests.Transactions;

public sealed class ServerInviteTransactionTests
{
    private static readonly TransactionTimes Times = TransactionTimes.Default;

    [Fact]
    public void One_hundred_is_due_after_200_ms_when_nothing_went_out()
    {
        var machine = new ServerInviteTransaction(Times, reliable: false, 0);
        Assert.Equal([(200, SendTrying)], Fire.Until(ref machine, 10_000));
    }

    [Fact]
    public void No_hundred_after_another_provisional()
    {
        var machine = new ServerInviteTransaction(Times, reliable: false, 0);
        Assert.Equal(Send, machine.Take(Provisional, 100));
        Assert.Empty(Fire.Until(ref machine, 10_000));
    }

    [Fact]
    public void A_repeated_request_gets_nothing_before_a_response_and_the_last_provisional_after()
    {
        var machine = new ServerInviteTransaction(Times, reliable: false, 0);
        Assert.Equal(Absorb, machine.Take(Repeat, 50));
        machine.Take(Provisional, 100);
        Assert.Equal(Send, machine.Take(Repeat, 150));
    }

    [Fact]
    public void A_failure_is_repeated_by_timer_G_up_to_T2_until_timer_H()
    {
        var machine = new ServerInviteTransaction(Times, reliable: false, 0);
        Assert.Equal(Send, machine.Take(Failure, 0));
        var fired = Fire.Until(ref machine, 60_000);
        long[] at = [500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500];
        Assert.Equal([.. at.Select(t => (t, Send)), (32_000, ReportTimeout | End)], fired);
    }

    [Fact]
    public void A_reliable_transport_has_no_timer_G()
    {
        var machine = new ServerInviteTransaction(Times, reliable: true, 0);
        machine.Take(Failure, 0);
        Assert.Equal([(32_000, ReportTimeout | End)], Fire.Until(ref machine, 60_000));
    }

    [Fact]
    public void A_failure_that_is_sent_once_answers_repeats_and_ends_in_silence()
    {
        var machine = new ServerInviteTransaction(Times, reliable: false, 0);
        Assert.Equal(Send, machine.Take(FailureOnce, 0));
        Assert.Equal(Send, machine.Take(Repeat, 500));
        Assert.Equal([(32_000, End)], Fire.Until(ref machine, 60_000));
    }

    [Fact]
    public void The_ACK_to_a_failure_is_absorbed_and_timer_I_ends_it()
    {
        var machine = new ServerInviteTransaction(Times, reliable: false, 0);
        machine.Take(Failure, 0);
        Assert.Equal(Absorb, machine.Take(Ack, 100));
        Assert.Equal(ServerInviteState.Confirmed, machine.State);
        Assert.Equal(Absorb, machine.Take(Ack, 150));
        Assert.Equal(Absorb, machine.Take(Repeat, 150));
        Assert.Equal([(5_100, End)], Fire.Until(ref machine, 60_000));
    }

    [Fact]
    public void Timer_I_is_zero_on_a_reliable_transport()
    {
        var machine = new ServerInviteTransaction(Times, reliable: true, 0);
        machine.Take(Failure, 0);
        Assert.Equal(End, machine.Take(Ack, 100));
    }

    [Fact]
    public void After_a_2xx_repeats_are_absorbed_and_every_ACK_is_passed_up_until_timer_L()
    {
        var machine = new ServerInviteTransaction(Times, reliable: false, 0);
        Assert.Equal(Send, machine.Take(Success, 0));
        Assert.Equal(ServerInviteState.Accepted, machine.State);
        Assert.Equal(Absorb, machine.Take(Repeat, 100));
        Assert.Equal(PassUp, machine.Take(Ack, 200));
        Assert.Equal(PassUp, machine.Take(Ack, 300));
        Assert.Equal([(32_000, End)], Fire.Until(ref machine, 60_000));
    }

    [Fact]
    public void Further_2xx_of_the_user_are_sent_and_nothing_else_is()
    {
        var machine = new ServerInviteTransaction(Times, reliable: false, 0);
        machine.Take(Success, 0);
        Assert.Equal(Send, machine.Take(Success, 100));
        Assert.Equal(Absorb, machine.Take(Failure, 100));
        Assert.Equal(Absorb, machine.Take(Provisional, 100));
    }

    [Theory]
    [InlineData(Provisional)]
    [InlineData(Success)]
    [InlineData(Failure)]
    public void After_a_failure_no_other_response_goes_out(TransactionInput later)
    {
        var machine = new ServerInviteTransaction(Times, reliable: false, 0);
        machine.Take(Failure, 0);
        Assert.Equal(Absorb, machine.Take(later, 100));
    }

    [Fact]
    public void Proceeding_is_forgotten_when_nobody_answers_for_longer_than_timer_C_and_64_T1()
    {
        var machine = new ServerInviteTransaction(Times, reliable: false, 0);
        Assert.Equal([(200, SendTrying), (240_000, End)], Fire.Until(ref machine, 300_000));
    }
}
