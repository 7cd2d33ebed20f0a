using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Queues;

namespace ServerlessSip.Engine.Tests.Queues;

public sealed class AgentTests
{
    [Fact]
    public void Only_a_member_logs_in()
    {
        var queue = new QueueBench();

        Assert.Equal(403, queue.Command(QueueCommands.Login, "mallory").Last.Result!.Status);
        Assert.Null(queue.State);
        Assert.Equal(200, queue.Command(QueueCommands.Login, "ann").Last.Result!.Status);

        Assert.Equal("idle", queue.Word("ann"));
    }

    [Fact]
    public void Who_is_no_member_any_more_is_not_rung()
    {
        var before = new QueueBench();
        before.Login("ann", "ben");
        var queue = new QueueBench(o => o with { Members = [QueueBench.Member("ben")] }) { State = before.State };

        Assert.Equal("ben@sip.test", Assert.Single(queue.Join(1).Offers).Agent);
    }

    [Theory]
    [InlineData("no-such-command", 400)]
    [InlineData(QueueCommands.Logout, 404)]
    [InlineData(QueueCommands.Fetch, 404)]
    public void What_cannot_be_done_is_answered_and_changes_nothing(string command, int status)
    {
        var queue = new QueueBench();

        queue.Command(command, "ann");

        Assert.Equal(status, queue.Last.Result!.Status);
        Assert.Null(queue.State);
    }

    [Fact]
    public void A_login_ends_by_itself_unless_it_is_renewed()
    {
        var queue = new QueueBench(o => o with { LoginLife = TimeSpan.FromHours(1) });
        queue.Login("ann", "ben").After(1800).Login("ben");

        queue.After(1800);

        Assert.Equal(("off", "idle"), (queue.Word("ann"), queue.Word("ben")));
        Assert.Equal("off", Assert.Single(queue.Events).Data["state"]);
    }

    [Fact]
    public void Who_logs_out_while_his_phones_ring_is_rung_no_more_and_the_caller_keeps_its_place()
    {
        var queue = new QueueBench();
        queue.Login("ann").Join(1).Join(2);

        queue.Command(QueueCommands.Logout, "ann");

        Assert.Single(queue.Told.OfType<WithdrawOffer>());
        Assert.Equal([1, 2], queue.Callers);
        Assert.Equal("off", queue.Word("ann"));
    }

    [Fact]
    public void Who_logs_out_in_a_call_finishes_it_and_gets_no_other()
    {
        var queue = new QueueBench(o => o with { WrapUp = TimeSpan.Zero });
        queue.Login("ann").Join(1);
        var offer = queue.Offers[0];
        queue.End(offer, OfferOutcome.Answered, 1).Join(2);

        queue.Command(QueueCommands.Logout, "ann");
        Assert.Equal("busy", queue.Word("ann"));
        queue.HangUp(offer);

        Assert.Equal("off", queue.Word("ann"));
        Assert.Equal([2], queue.Callers);
    }

    [Fact]
    public void After_a_call_an_agent_is_left_alone_for_the_wrap_up()
    {
        var queue = new QueueBench(o => o with { WrapUp = TimeSpan.FromSeconds(30) });
        queue.Login("ann").Join(1).Join(2);
        var offer = new OfferAgent(default, 1, 1, QueueBench.Aor("ann"), default);
        queue.End(offer, OfferOutcome.Answered, 1).After(10).HangUp(offer);
        Assert.Equal("wrap-up", queue.Word("ann"));

        Assert.Empty(queue.After(28).Offers);
        Assert.Single(queue.After(2).Offers);
    }

    [Theory]
    [InlineData(OfferOutcome.NoAnswer)]
    [InlineData(OfferOutcome.Busy)]
    [InlineData(OfferOutcome.Declined)]
    [InlineData(OfferOutcome.Unreachable)]
    public void Who_did_not_take_the_call_rests_and_the_caller_goes_to_the_next_at_once(OfferOutcome outcome)
    {
        var queue = new QueueBench();
        queue.Login("ann").After(1).Login("ben").Join(1);

        queue.End(queue.Offers[0], outcome, 1);

        Assert.Equal("ben@sip.test", Assert.Single(queue.Offers).Agent);
        Assert.Equal("wrap-up", queue.Word("ann"));
        Assert.Equal([1], queue.Callers);
    }

    [Fact]
    public void An_offer_of_which_nothing_is_heard_ends_and_neither_side_is_blocked()
    {
        var queue = new QueueBench(o => o with { RingTime = TimeSpan.FromSeconds(20) });
        queue.Login("ann").Join(1).After(0);
        queue.Login("ben");

        queue.After(35);

        Assert.Single(queue.Told.OfType<WithdrawOffer>());
        Assert.Equal("ben@sip.test", Assert.Single(queue.Offers).Agent);
    }

    [Fact]
    public void An_answer_that_is_heard_of_after_its_offer_was_given_up_counts()
    {
        var queue = new QueueBench();
        queue.Login("ann").Join(1);
        var offer = queue.Offers[0];
        queue.After(40);

        queue.End(offer, OfferOutcome.Answered, 1);

        Assert.Empty(queue.Callers);
        Assert.Equal("busy", queue.Word("ann"));
    }

    [Fact]
    public void A_talk_of_which_nothing_is_heard_is_asked_for_and_then_over()
    {
        var queue = new QueueBench();
        queue.Login("ann").Join(1);
        queue.End(queue.Offers[0], OfferOutcome.Answered, 1);

        queue.After(QueueLimits.TalkLease.TotalSeconds);
        Assert.Single(queue.Told.OfType<AskTalk>());
        Assert.Equal("busy", queue.Word("ann"));
        queue.After(QueueLimits.TalkAnswer.TotalSeconds);

        Assert.Equal("idle", queue.Word("ann"));
    }

    [Fact]
    public void A_talk_that_goes_on_keeps_its_agent()
    {
        var queue = new QueueBench();
        queue.Login("ann").Join(1);
        var offer = queue.Offers[0];
        queue.End(offer, OfferOutcome.Answered, 1).After(QueueLimits.TalkLease.TotalSeconds);

        queue.Give(new Told(new TalkTold(offer.Offer, offer.Agent, GoesOn: true)));
        queue.After(QueueLimits.TalkAnswer.TotalSeconds);

        Assert.Equal("busy", queue.Word("ann"));
        Assert.Empty(queue.Told.OfType<AskTalk>());
    }

    [Fact]
    public void A_caller_that_is_gone_frees_its_agent_at_once()
    {
        var queue = new QueueBench();
        queue.Login("ann").Join(1).Join(2);

        queue.Leave(1);

        Assert.Equal(QueueBench.Ticket(2), queue.Agent("ann")!.Offer!.Ticket);
    }

    [Fact]
    public void A_caller_of_whom_its_call_knows_nothing_is_taken_out()
    {
        var queue = new QueueBench();
        queue.Login("ann").Join(1);

        queue.End(queue.Offers[0], OfferOutcome.CallerGone, 1);

        Assert.Empty(queue.Callers);
        Assert.Equal("idle", queue.Word("ann"));
    }

    [Fact]
    public void Members_log_in_by_registering_where_the_queue_says_so()
    {
        var queue = new QueueBench(o => o with { LoginByRegistering = true });
        AgentReachable Reachable(string user, DateTimeOffset? until) => new("sales", QueueBench.Aor(user), until);

        queue.Give(new Told(Reachable("mallory", queue.Now.AddHours(1))));
        Assert.Null(queue.State);
        queue.Give(new Told(Reachable("ann", queue.Now.AddHours(1))));
        Assert.Equal("idle", queue.Word("ann"));
        Assert.Equal(409, queue.Command(QueueCommands.Login, "ben").Last.Result!.Status);
        queue.Give(new Told(Reachable("ann", null)));

        Assert.Equal("off", queue.Word("ann"));
    }

    [Fact]
    public void A_queue_that_knows_of_nobody_asks_for_its_members_when_a_caller_comes()
    {
        var queue = new QueueBench(o => o with { LoginByRegistering = true, WaitWithoutAgents = false });
        queue.Registered[QueueBench.Aor("ben")] = queue.Now.AddMinutes(5);
        queue.Registered[QueueBench.Aor("cleo")] = queue.Now;

        queue.Join(1);

        Assert.Equal(3, queue.Asked);
        Assert.Equal("ben@sip.test", Assert.Single(queue.Offers).Agent);
        Assert.Equal(("off", "ringing", "off"), (queue.Word("ann"), queue.Word("ben"), queue.Word("cleo")));
        Assert.Equal(0, queue.Join(2).Asked);
    }

    [Fact]
    public void It_asks_for_the_first_16_only_and_refuses_when_nobody_is_there()
    {
        var members = Enumerable.Range(10, QueueLimits.MaxAskedFor + 1).Select(i => QueueBench.Member($"m{i}"));
        var queue = new QueueBench(o => o with
        {
            LoginByRegistering = true,
            WaitWithoutAgents = false,
            Members = [.. members],
        });
        queue.Registered[QueueBench.Aor("m26")] = queue.Now.AddMinutes(5);

        queue.Join(1);

        Assert.Equal(QueueLimits.MaxAskedFor, queue.Asked);
        Assert.Equal(new QueueOver(1, QueueOutcome.NoAgents), Assert.Single(queue.Told));
        Assert.Null(queue.State);
    }

    [Fact]
    public void A_registration_that_runs_out_unheard_ends_the_login()
    {
        var queue = new QueueBench(o => o with { LoginByRegistering = true });
        queue.Give(new Told(new AgentReachable("sales", QueueBench.Aor("ann"), queue.Now.AddMinutes(1))));

        queue.After(60);

        Assert.Equal("off", queue.Word("ann"));
    }

    [Fact]
    public void Events_tell_of_callers_and_agents()
    {
        var queue = new QueueBench();
        queue.Login("ann").Join(1);

        Assert.Equal(
            [("caller", "waiting"), ("agent", "ringing"), ("caller", "offered")],
            queue.Events.Select(e => (e.Type, e.Data["state"])));
        Assert.All(queue.Events, e => Assert.Equal("queues/sales", e.Resource));
        queue.End(queue.Offers[0], OfferOutcome.Answered, 1);
        Assert.Equal([("caller", "answered"), ("agent", "busy")], queue.Events.Select(e => (e.Type, e.Data["state"])));
    }
}
