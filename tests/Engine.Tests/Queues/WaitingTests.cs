using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Queues;

namespace ServerlessSip.Engine.Tests.Queues;

public sealed class WaitingTests
{
    [Fact]
    public void Callers_wait_in_the_order_in_which_they_came_and_hear_their_places()
    {
        var queue = new QueueBench();

        queue.Join(1).Join(2).Join(3);

        Assert.Equal([1, 2, 3], queue.Callers);
        var place = Assert.IsType<QueuePlace>(Assert.Single(queue.Told));
        Assert.Equal((1, 3, 3), (place.Visit, place.Position, place.Waiting));
    }

    [Fact]
    public void Those_behind_one_who_leaves_move_up_and_hear_it()
    {
        var queue = new QueueBench();
        queue.Join(1).Join(2).Join(3);

        queue.Leave(1);

        Assert.Equal([2, 3], queue.Callers);
        Assert.Equal([1, 2], queue.Told.OfType<QueuePlace>().Select(p => p.Position));
    }

    [Fact]
    public void Only_those_at_the_head_hear_each_step()
    {
        var queue = new QueueBench();
        for (var call = 1; call <= QueueLimits.MaxTold + 5; call++) queue.Join(call);

        queue.Leave(1);

        Assert.Equal(QueueLimits.MaxTold, queue.Told.Count);
    }

    [Fact]
    public void A_higher_priority_is_served_first_and_equals_in_their_order()
    {
        var queue = new QueueBench();

        queue.Join(1).Join(2, priority: 5).Join(3, priority: 5).Join(4, priority: 9).Join(5);

        Assert.Equal([4, 2, 3, 1, 5], queue.Callers);
    }

    [Fact]
    public void A_repeated_join_keeps_the_place()
    {
        var queue = new QueueBench();
        queue.Join(1).Join(2);

        queue.Join(1);

        Assert.Equal([1, 2], queue.Callers);
        Assert.Empty(queue.Last.Effects);
    }

    [Fact]
    public void The_last_place_is_given_and_one_more_is_refused()
    {
        var queue = new QueueBench(o => o with { MaxCallers = 2 });

        queue.Join(1).Join(2);
        Assert.Equal([1, 2], queue.Callers);
        queue.Join(3);

        Assert.Equal(new QueueOver(1, QueueOutcome.Full), Assert.Single(queue.Told));
        Assert.Equal([1, 2], queue.Callers);
    }

    [Fact]
    public void A_thousand_callers_with_all_the_skills_there_can_be_fit_into_a_document_or_are_refused()
    {
        var queue = new QueueBench(o => o with { MaxCallers = QueueLimits.MaxCallers });
        string[] skills = [.. Enumerable.Range(10, QueueLimits.MaxSkills).Select(i => new string('s', 62) + i)];
        for (var call = 1; call <= QueueLimits.MaxCallers; call++) queue.Join(call, skills: skills);

        Assert.Equal(new QueueOver(1, QueueOutcome.Full), Assert.Single(queue.Told));
        Assert.InRange(queue.Callers.Count, 200, QueueLimits.MaxCallers - 1);
        var document = new ActorDocument { Key = QueueName.Key("sales"), State = queue.State };
        Assert.InRange(new EngineDocumentCodec().Encode(document).Length, 300_000, 512 * 1024);
    }

    [Fact]
    public void A_thousand_callers_without_skills_fit()
    {
        var queue = new QueueBench(o => o with { MaxCallers = QueueLimits.MaxCallers });
        for (var call = 1; call <= QueueLimits.MaxCallers; call++) queue.Join(call);

        Assert.Equal(QueueLimits.MaxCallers, queue.Callers.Count);
        var document = new ActorDocument { Key = QueueName.Key("sales"), State = queue.State };
        Assert.InRange(new EngineDocumentCodec().Encode(document).Length, 100_000, 512 * 1024);
        Assert.Equal(new QueueOver(1, QueueOutcome.Full), Assert.Single(queue.Join(1001).Told));
    }

    [Fact]
    public void A_queue_that_is_not_configured_refuses_and_keeps_no_document()
    {
        var queue = new QueueBench(name: "other");

        queue.Join(1);

        Assert.Equal(new QueueOver(1, QueueOutcome.Unknown), Assert.Single(queue.Told));
        Assert.Null(queue.State);
    }

    [Fact]
    public void A_queue_for_callers_who_will_be_served_refuses_while_no_agent_is_logged_in()
    {
        var queue = new QueueBench(o => o with { WaitWithoutAgents = false });

        queue.Join(1);
        Assert.Equal(new QueueOver(1, QueueOutcome.NoAgents), Assert.Single(queue.Told));
        queue.Login("ann").Join(2);

        Assert.Equal([2], queue.Callers);
    }

    [Fact]
    public void A_wait_ends_at_its_limit_and_not_before()
    {
        var queue = new QueueBench(o => o with { WaitLimit = TimeSpan.FromSeconds(60) });
        queue.Join(1);
        Assert.Equal(QueueBench.Start.AddSeconds(60), queue.State!.DueAt);

        queue.After(58);
        Assert.Equal([1], queue.Callers);
        queue.After(2);

        Assert.Equal(new QueueOver(1, QueueOutcome.TimedOut), Assert.Single(queue.Told));
        Assert.Empty(queue.Callers);
        var left = Assert.Single(queue.Events);
        Assert.Equal(("left", "timeout", "60"), (left.Data["state"], left.Data["reason"], left.Data["waitedSeconds"]));
    }

    [Fact]
    public void A_limit_of_the_route_goes_before_the_queues_own()
    {
        var queue = new QueueBench();

        queue.Give(new Told(new JoinQueue("sales", QueueBench.Ticket(1), "x@y", null, TimeSpan.FromSeconds(5))));

        Assert.Equal(QueueBench.Start.AddSeconds(5), queue.State!.Callers[0].Until);
    }

    [Fact]
    public void One_whose_agent_rings_at_the_limit_waits_for_that_agent()
    {
        var queue = new QueueBench(o => o with { WaitLimit = TimeSpan.FromSeconds(10) });
        queue.Login("ann").Join(1);
        var offer = Assert.Single(queue.Offers);

        queue.After(12);
        Assert.Equal([1], queue.Callers);
        queue.End(offer, OfferOutcome.NoAnswer, 1).After(0);

        Assert.Contains(new QueueOver(1, QueueOutcome.TimedOut), queue.Told);
    }

    [Fact]
    public void Callers_of_a_queue_that_is_configured_no_more_go_on()
    {
        var queue = new QueueBench();
        queue.Join(1);
        var other = new QueueBench(o => o with { Name = "support" }) { State = queue.State, Now = queue.Now };

        other.After(300);

        Assert.Equal(new QueueOver(1, QueueOutcome.Unknown), other.Told[0]);
        Assert.Empty(other.State!.Callers);
    }
}
