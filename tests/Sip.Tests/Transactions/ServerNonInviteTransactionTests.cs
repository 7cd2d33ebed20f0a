using ServerlessSip.Sip.Transactions;
using static ServerlessSip.Sip.Transactions.TransactionActions;
using static ServerlessSip.Sip.Transactions.TransactionInput;

namespace ServerlessSip.Sip.Tests.Transactions;

public sealed class ServerNonInviteTransactionTests
{
    private static readonly TransactionTimes Times = TransactionTimes.Default;

    [Fact]
    public void One_hundred_is_due_when_timer_E_of_the_client_has_grown_to_T2_and_never_a_408()
    {
        var machine = new ServerNonInviteTransaction(Times, reliable: false, 0);
        Assert.Equal([(3_500, SendTrying), (32_000, End)], Fire.Until(ref machine, 60_000));
    }

    [Fact]
    public void In_trying_a_repeat_gets_nothing_and_in_proceeding_the_provisional()
    {
        var machine = new ServerNonInviteTransaction(Times, reliable: false, 0);
        Assert.Equal(Absorb, machine.Take(Repeat, 100));
        Assert.Equal(Send, machine.Take(Provisional, 200));
        Assert.Equal(Send, machine.Take(Repeat, 300));
    }

    [Theory]
    [InlineData(Success)]
    [InlineData(Failure)]
    [InlineData(FailureOnce)]
    public void The_final_answers_repeats_until_timer_J(TransactionInput final)
    {
        var machine = new ServerNonInviteTransaction(Times, reliable: false, 0);
        Assert.Equal(Send, machine.Take(final, 1_000));
        Assert.Equal(Send, machine.Take(Repeat, 2_000));
        Assert.Equal([(33_000, End)], Fire.Until(ref machine, 60_000));
    }

    [Fact]
    public void A_second_final_of_the_user_is_discarded()
    {
        var machine = new ServerNonInviteTransaction(Times, reliable: false, 0);
        machine.Take(Success, 0);
        Assert.Equal(Absorb, machine.Take(Failure, 1));
    }

    [Fact]
    public void Timer_J_is_zero_on_a_reliable_transport()
    {
        var machine = new ServerNonInviteTransaction(Times, reliable: true, 0);
        Assert.Equal(Send | End, machine.Take(Success, 0));
    }
}
