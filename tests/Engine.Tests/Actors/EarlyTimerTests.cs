using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Tests.Queues;
using ServerlessSip.Engine.Tests.Registrar;
using ServerlessSip.Engine.Tests.Trunks;

namespace ServerlessSip.Engine.Tests.Actors;

/// <summary>The bus's clock is ahead of ours: the timer that is waited for comes before its instant.</summary>
public sealed class EarlyTimerTests
{
    private static readonly TimeSpan s_ahead = TimeSpan.FromSeconds(1.5);

    [Fact]
    public void A_trunks_targets_are_asked_though_each_timer_comes_early()
    {
        var trunk = new TrunkBench();
        trunk.After(0);
        Assert.Equal(2, trunk.Asked.Count);
        var rounds = 0;
        for (var timers = 0; timers < 20 && rounds < 3; timers++)
        {
            trunk.Now = trunk.State!.ScheduledAt!.Value - s_ahead;
            trunk.Give(new TimerFired());
            Assert.True(trunk.State!.ScheduledAt > trunk.Now + s_ahead);
            if (trunk.Asked.Count > 0) rounds++;
        }
        Assert.Equal(3, rounds);
    }

    [Fact]
    public void A_binding_ends_though_its_timer_comes_early()
    {
        var world = new RegistrarWorld();
        world.Register("Contact: <sip:alice@198.51.100.7:5066>", "Expires: 600");
        var first = world.State!.ScheduledAt!.Value;
        world.Now = first - s_ahead;
        world.Feed(new TimerFired());
        var again = Assert.Single(world.Effects.OfType<Schedule>()).At;
        Assert.NotEqual(first, again);
        world.Now = again - s_ahead;
        world.Feed(new TimerFired());
        Assert.Equal("expired", Assert.Single(world.Events).Data["reason"]);
    }

    [Fact]
    public void A_caller_waits_no_longer_than_its_limit_though_the_timer_comes_early()
    {
        var queue = new QueueBench();
        queue.Join(1);
        queue.Now = queue.State!.ScheduledAt!.Value - s_ahead;
        queue.Give(new TimerFired());
        queue.Now = Assert.Single(queue.Last.Effects.OfType<Schedule>()).At - s_ahead;
        queue.Give(new TimerFired());
        Assert.Equal(new QueueOver(1, QueueOutcome.TimedOut), Assert.Single(queue.Told.OfType<QueueOver>()));
    }

    [Fact]
    public void An_old_timer_is_none_of_them()
    {
        var queue = new QueueBench();
        queue.Join(1);
        queue.Now = queue.State!.ScheduledAt!.Value - TimeSpan.FromSeconds(2.1);
        queue.Give(new TimerFired());
        Assert.Empty(queue.Last.Effects);
    }
}
