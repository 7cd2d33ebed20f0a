using ServerlessSip.Sip.Transactions;
using static ServerlessSip.Sip.Transactions.TransactionActions;
using static ServerlessSip.Sip.Transactions.TransactionInput;

namespace ServerlessSip.Sip.Tests.Transactions;

public sealed class ClientNonInviteTransactionTests
{
    private static readonly TransactionTimes Times = TransactionTimes.Default;

    [Fact]
    public void Trying_repeats_with_intervals_that_double_up_to_T2_until_timer_F()
    {
        var machine = new ClientNonInviteTransaction(Times, reliable: false, 0);
        var fired = Fire.Until(ref machine, 60_000);
        long[] at = [500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500];
        Assert.Equal([.. at.Select(t => (t, Send)), (32_000, ReportTimeout | End)], fired);
    }

    [Fact]
    public void A_reliable_transport_has_no_timer_E()
    {
        var machine = new ClientNonInviteTransaction(Times, reliable: true, 0);
        Assert.Equal([(32_000, ReportTimeout | End)], Fire.Until(ref machine, 60_000));
    }

    [Fact]
    public void In_proceeding_repeats_go_on_T2_apart_and_timer_F_still_ends_it()
    {
        var machine = new ClientNonInviteTransaction(Times, reliable: false, 0);
        Assert.Equal(PassUp, machine.Take(Provisional, 100));
        Assert.Equal(ClientNonInviteState.Proceeding, machine.State);
        var fired = Fire.Until(ref machine, 60_000);
        Assert.Equal([500, 4500, 8500, 12500, 16500, 20500, 24500, 28500, 32000], fired.Select(f => f.At));
        Assert.Equal(ReportTimeout | End, fired[^1].Actions);
    }

    [Theory]
    [InlineData(Success)]
    [InlineData(Failure)]
    public void The_final_is_passed_up_once_and_repeats_of_it_are_absorbed_until_timer_K(TransactionInput final)
    {
        var machine = new ClientNonInviteTransaction(Times, reliable: false, 0);
        Assert.Equal(PassUp, machine.Take(final, 1_000));
        Assert.Equal(Absorb, machine.Take(final, 2_000));
        Assert.Equal([(6_000, End)], Fire.Until(ref machine, 60_000));
    }

    [Fact]
    public void Timer_K_is_zero_on_a_reliable_transport()
    {
        var machine = new ClientNonInviteTransaction(Times, reliable: true, 0);
        Assert.Equal(PassUp | End, machine.Take(Success, 1_000));
    }

    [Fact]
    public void A_transport_error_is_reported_and_ends_it()
    {
        var machine = new ClientNonInviteTransaction(Times, reliable: true, 0);
        Assert.Equal(ReportTransportError | End, machine.Take(TransportError, 1));
    }
}
