using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Proxy;

/// <summary>Timers that fire by the bus's clock and are decided by one that is 800 ms behind it.</summary>
public class WrongClockTests
{
    private static readonly TimeSpan Behind = TimeSpan.FromMilliseconds(800);

    [Fact]
    public void A_timer_that_comes_before_its_instant_is_set_again()
    {
        var bench = Called();
        bench.Now = bench.State!.ScheduledAt!.Value - Behind;
        var again = Timer(bench);
        Assert.True(again > bench.Now + TimeSpan.FromSeconds(1));
        bench.Now = again;
        bench.Give(new TimerFired());
        Assert.Contains(bench.Sent, s => s.Message.Method == SipMethod.Invite);
    }

    [Fact]
    public void The_deadline_that_a_late_timer_begins_gets_a_timer_of_its_own()
    {
        var bench = Called();
        bench.Receive(bench.Sent[0].Reply(180, "b1"));
        Fire(bench, bench.State!.ScheduledAt!.Value);
        var timerC = bench.State!.ScheduledAt!.Value;
        var again = Fire(bench, timerC);
        var next = Fire(bench, again);
        Assert.Contains(bench.Sent, s => s.Message.Method == SipMethod.Cancel);
        Assert.Equal(bench.State!.DueAt, next);
        var end = bench.State!.Contexts[0].Branches[0].CancelUntil!.Value;
        while (next <= end) next = Fire(bench, next);
        Fire(bench, next);
        Assert.Contains(bench.Sent, s => s.Message.StatusCode >= 300);
    }

    [Fact]
    public void A_deadline_at_the_instant_of_the_timer_that_fires_gets_a_later_one()
    {
        var bench = Called("sip:bob@127.0.0.1:6001", "sip:bob@127.0.0.1:6002");
        var forks = bench.Sent;
        bench.Receive(forks[0].Reply(180, "b1"));
        bench.Now += TimeSpan.FromSeconds(2);
        bench.Receive(forks[1].Reply(180, "b2"));
        Fire(bench, bench.State!.ScheduledAt!.Value);
        var again = Fire(bench, bench.State!.ScheduledAt!.Value);
        var next = Fire(bench, again);
        Assert.Single(bench.Sent, s => s.Message.Method == SipMethod.Cancel);
        Assert.Equal(again, bench.State!.DueAt);
        Assert.True(next > again);
        Fire(bench, next);
        Assert.Single(bench.Sent, s => s.Message.Method == SipMethod.Cancel);
    }

    [Fact]
    public void A_deadline_shortly_after_the_timer_that_fires_gets_one_at_its_own_instant()
    {
        var bench = new CallBench(
            s => s with { Limits = s.Limits with { TimerC = TimeSpan.FromSeconds(38) } });
        bench.Register("bob", "sip:bob@127.0.0.1:6001");
        bench.Receive(Phone.Invite());
        bench.Receive(bench.Sent[0].Reply(180, "b1"));
        bench.Now = bench.State!.ScheduledAt!.Value;
        Assert.True(bench.Now < bench.State!.DueAt);
        Assert.Equal(bench.State!.DueAt, Timer(bench));
    }

    /// <summary>A timer of an instant that is asked for again is a repeat, which comes over and over.</summary>
    [Fact]
    public void A_timer_that_comes_too_early_after_a_stray_one_is_not_set_to_its_own_instant()
    {
        var bench = Called();
        var due = bench.State!.DueAt!.Value;
        bench.Now = due - TimeSpan.FromSeconds(1.8);
        var second = Timer(bench);
        Assert.True(second > due);
        // The clock is so far behind that the second does not look like the one that fires.
        var third = Fire(bench, due);
        Assert.True(third > due);
        bench.Now = due;
        bench.Give(new TimerFired());
        Assert.Contains(bench.Sent, s => s.Message.Method == SipMethod.Invite);
    }

    private static CallBench Called(params string[] contacts)
    {
        var bench = new CallBench();
        bench.Register("bob", contacts is [] ? ["sip:bob@127.0.0.1:6001"] : contacts);
        return bench.Receive(Phone.Invite());
    }

    /// <summary>The timer of that instant, on time by the bus; when the next one comes.</summary>
    private static DateTimeOffset Fire(CallBench bench, DateTimeOffset at)
    {
        bench.Now = at - Behind;
        return Timer(bench);
    }

    private static DateTimeOffset Timer(CallBench bench) =>
        Assert.Single(bench.Give(new TimerFired()).Effects.OfType<Schedule>()).At;
}
