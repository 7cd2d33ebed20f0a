using ServerlessSip.Engine.Queues;

namespace ServerlessSip.Engine.Tests.Queues;

public sealed class StrategyTests
{
    [Fact]
    public void Longest_idle_rings_who_was_free_first()
    {
        var queue = new QueueBench();
        queue.Login("cleo").After(1).Login("ann").After(1).Login("ben");

        queue.Join(1);
        Assert.Equal("cleo@sip.test", Assert.Single(queue.Offers).Agent);
        queue.Join(2);
        Assert.Equal("ann@sip.test", Assert.Single(queue.Offers).Agent);
    }

    [Fact]
    public void Who_has_just_talked_is_last_in_longest_idle()
    {
        var queue = new QueueBench(o => o with { WrapUp = TimeSpan.Zero });
        queue.Login("ann").After(1).Login("ben").Join(1);
        var offer = queue.Offers[0];
        queue.End(offer, OfferOutcome.Answered, 1).After(30).HangUp(offer).After(1);

        queue.Join(2);

        Assert.Equal("ben@sip.test", Assert.Single(queue.Offers).Agent);
    }

    [Fact]
    public void Round_robin_goes_by_name_and_begins_again()
    {
        var queue = new QueueBench(o => o with { Strategy = QueueStrategy.RoundRobin, WrapUp = TimeSpan.Zero });
        queue.Login("cleo", "ann", "ben");
        var rung = new List<string>();

        for (var call = 1; call <= 4; call++)
        {
            var offer = Assert.Single(queue.Join(call).Offers);
            rung.Add(offer.Agent.Split('@')[0]);
            queue.End(offer, OfferOutcome.Answered, call).HangUp(offer);
        }

        Assert.Equal(["ann", "ben", "cleo", "ann"], rung);
    }

    [Fact]
    public void Ring_all_rings_everybody_for_the_first_and_nobody_for_the_second()
    {
        var queue = new QueueBench(o => o with { Strategy = QueueStrategy.RingAll });
        queue.Login("ann", "ben");

        Assert.Equal(2, queue.Join(1).Offers.Count);
        Assert.Empty(queue.Join(2).Offers);
    }

    [Fact]
    public void Who_comes_free_while_all_ring_rings_as_well()
    {
        var queue = new QueueBench(o => o with { Strategy = QueueStrategy.RingAll });
        queue.Login("ann").Join(1);

        queue.Login("ben");

        Assert.Equal("ben@sip.test", Assert.Single(queue.Offers).Agent);
    }

    [Fact]
    public void In_ring_all_the_others_are_free_for_the_next_once_one_has_answered()
    {
        var queue = new QueueBench(o => o with { Strategy = QueueStrategy.RingAll });
        queue.Login("ann", "ben").Join(1);
        var (ann, ben) = (queue.Offers[0], queue.Offers[1]);
        queue.Join(2).End(ann, OfferOutcome.Answered, 1);

        queue.End(ben, OfferOutcome.Taken, 1);

        Assert.Equal("ben@sip.test", Assert.Single(queue.Offers).Agent);
        Assert.Equal(QueueBench.Ticket(2), queue.Agent("ben")!.Offer!.Ticket);
    }

    [Fact]
    public void Ring_all_stops_at_its_limit()
    {
        var members = Enumerable.Range(1, QueueLimits.MaxRinging + 1).Select(i => QueueBench.Member($"agent{i}"));
        var queue = new QueueBench(o => o with { Strategy = QueueStrategy.RingAll, Members = [.. members] });
        queue.Login([.. Enumerable.Range(1, QueueLimits.MaxRinging + 1).Select(i => $"agent{i}")]);

        Assert.Equal(QueueLimits.MaxRinging, queue.Join(1).Offers.Count);
    }

    [Fact]
    public void By_skill_the_best_is_rung()
    {
        var queue = new QueueBench(o => o with { Strategy = QueueStrategy.BySkill });
        queue.Login("ann", "ben", "cleo");

        queue.Join(1, skills: "german");

        Assert.Equal("cleo@sip.test", Assert.Single(queue.Offers).Agent);
    }

    [Fact]
    public void By_skill_who_knows_least_is_rung_for_those_who_need_nothing()
    {
        var queue = new QueueBench(o => o with { Strategy = QueueStrategy.BySkill });
        queue.Login("ann", "ben", "cleo");

        queue.Join(1);

        Assert.Equal("ben@sip.test", Assert.Single(queue.Offers).Agent);
    }

    [Theory]
    [InlineData(QueueStrategy.LongestIdle)]
    [InlineData(QueueStrategy.RoundRobin)]
    [InlineData(QueueStrategy.RingAll)]
    [InlineData(QueueStrategy.BySkill)]
    public void A_needed_skill_counts_in_every_strategy_and_holds_up_nobody_behind(QueueStrategy strategy)
    {
        var queue = new QueueBench(o => o with { Strategy = strategy });
        queue.Login("ben");

        Assert.Empty(queue.Join(1, skills: "law").Offers);
        Assert.Equal("ben@sip.test", Assert.Single(queue.Join(2).Offers).Agent);
        queue.Login("cleo");

        Assert.Equal("cleo@sip.test", Assert.Single(queue.Offers).Agent);
        Assert.Equal(QueueBench.Ticket(1), queue.Agent("cleo")!.Offer!.Ticket);
    }
}
