using ServerlessSip.Sip.Transactions;
using static ServerlessSip.Sip.Transactions.TransactionActions;
using static ServerlessSip.Sip.Transactions.TransactionInput;

namespace ServerlessSip.Sip.Tests.Transactions;

public sealed class UasSuccessTests
{
    private static readonly TransactionTimes Times = TransactionTimes.Default;

    [Fact]
    public void Our_2xx_is_repeated_with_intervals_that_double_up_to_T2_for_64_T1()
    {
        var machine = new UasSuccess(Times, 0);
        var fired = Fire.Until(ref machine, 60_000);
        long[] at = [500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500];
        Assert.Equal([.. at.Select(t => (t, Send)), (32_000, ReportTimeout | End)], fired);
    }

    [Fact]
    public void The_ACK_ends_the_repeats_and_is_passed_up()
    {
        var machine = new UasSuccess(Times, 0);
        Assert.Equal(PassUp | End, machine.Take(Ack, 600));
        Assert.Empty(Fire.Until(ref machine, 60_000));
    }
}
