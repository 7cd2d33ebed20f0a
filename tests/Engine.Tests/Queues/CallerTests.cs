using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Engine.Tests.Routing;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Queues;

/// <summary>The caller's side: its call actor, told what a queue would tell it.</summary>
public sealed class CallerTests
{
    private static readonly ActorKey s_sales = QueueName.Key("sales");

    [Fact]
    public void A_caller_gets_182_and_joins_its_queue()
    {
        var calls = Queued();

        var queued = Assert.Single(calls.Sent);
        Assert.Equal((182, "Queued"), (queued.Message.StatusCode, Phrase(queued)));
        var tell = Assert.Single(calls.Bench.Effects.OfType<Tell>());
        Assert.Equal(s_sales, tell.To);
        var join = Assert.IsType<JoinQueue>(tell.Body);
        Assert.Equal(("sales", 1, "mallory@elsewhere.example"), (join.Queue, join.Ticket.Visit, join.From));
        Assert.Null(join.User);
    }

    [Fact]
    public void What_the_route_says_of_time_skills_and_priority_is_told()
    {
        var calls = Asking().Decide(Route.Queue("Sales").Needing("German").At(7).For(TimeSpan.FromSeconds(30)));

        var join = Assert.IsType<JoinQueue>(Assert.Single(calls.Bench.Effects.OfType<Tell>()).Body);
        Assert.Equal(TimeSpan.FromSeconds(30), join.Wait);
        Assert.Equal("german", Assert.Single(join.Skills));
        Assert.Equal(7, join.Priority);
    }

    [Fact]
    public void A_queue_that_there_is_not_gets_the_configured_answer_and_a_reason()
    {
        var calls = Asking().Decide(Route.Queue("support"));

        Assert.Equal([500], calls.Statuses);
        Assert.Contains(calls.Bench.State!.Trace, line => line.Reason == "there is no queue support");
    }

    [Fact]
    public void The_callers_place_stands_in_a_further_182()
    {
        var calls = Told(Queued(), new QueuePlace(1, 3, 5));

        Assert.Equal("Queued, place 3 of 5", Phrase(Assert.Single(calls.Sent)));
        var told = Assert.Single(calls.Bench.Events);
        Assert.Equal(("queue", "queues/sales", "3"), (told.Type, told.Data["queue"], told.Data["position"]));
    }

    [Fact]
    public void A_182_is_sent_every_minute_with_the_same_tag()
    {
        var calls = Queued();
        var first = Assert.Single(calls.Sent).Message.ToTag.ToArray();

        Assert.Empty(calls.Wait(TimeSpan.FromSeconds(59)).Sent);
        var again = Assert.Single(calls.Wait(TimeSpan.FromSeconds(1)).Sent);

        Assert.Equal(182, again.Message.StatusCode);
        Assert.Equal(first, again.Message.ToTag.ToArray());
    }

    [Fact]
    public void An_agent_who_answers_has_the_call_and_the_queue_hears_of_it_and_of_the_end()
    {
        var calls = Offered(out var invite);
        Assert.Equal(RouteBench.Bob, invite.Uri);
        calls.Receive(invite.Reply(180, "b"));
        calls.Receive(invite.Reply(200, "b", "Contact: <sip:bob@127.0.0.1:6001>\r\n"));

        Assert.Equal([200], calls.Statuses);
        Assert.Equal(OfferOutcome.Answered, Outcome(calls));
        var success = Assert.Single(calls.Sent);
        calls.Receive(Phone.InDialog("BYE", success, "b", 2, "z9hG4bKbye"));
        calls.Receive(calls.Sent.Single(s => s.Message.Method == SipMethod.Bye).Reply(200));

        Assert.Equal(new TalkTold(1, "bob@sip.test", GoesOn: false), Assert.Single(Tells(calls)));
        Assert.Empty(calls.Bench.State!.AgentCalls);
    }

    [Theory]
    [InlineData(486, OfferOutcome.Busy)]
    [InlineData(480, OfferOutcome.NoAnswer)]
    [InlineData(503, OfferOutcome.Unreachable)]
    [InlineData(603, OfferOutcome.Declined)]
    public void What_an_agent_says_goes_to_the_queue_and_never_to_the_caller(int status, OfferOutcome outcome)
    {
        var calls = Offered(out var invite);

        calls.Receive(invite.Reply(status, "b"));

        Assert.Empty(calls.Statuses);
        Assert.Equal(outcome, Outcome(calls));
        Assert.True(calls.Bench.State!.Contexts[0].IsOpen);
        Told(calls, Offer(2, "ann@sip.test"));
        Assert.Equal([RouteBench.Ann], calls.Rung);
    }

    [Fact]
    public void An_agent_who_does_not_answer_in_time_is_cancelled_and_the_queue_told()
    {
        var calls = Offered(out var invite);
        calls.Receive(invite.Reply(180, "b"));

        calls.Wait(TimeSpan.FromSeconds(20));

        Assert.Contains(calls.Sent, s => s.Message.Method == SipMethod.Cancel && s.Branch == invite.Branch);
        Assert.Equal(OfferOutcome.NoAnswer, Outcome(calls));
        Assert.Empty(calls.Receive(invite.Reply(487, "b")).Statuses);
        Assert.Empty(calls.Bench.State!.Contexts[0].Wait!.Ringing);
    }

    [Fact]
    public void An_answer_that_crosses_the_cancel_is_the_callers()
    {
        var calls = Offered(out var invite);
        calls.Receive(invite.Reply(180, "b")).Wait(TimeSpan.FromSeconds(20));

        calls.Receive(invite.Reply(200, "b", "Contact: <sip:bob@127.0.0.1:6001>\r\n"));

        Assert.Equal([200], calls.Statuses);
        Assert.Equal(OfferOutcome.Answered, Outcome(calls));
    }

    [Fact]
    public void An_agent_without_a_phone_cannot_be_reached()
    {
        var calls = Told(Queued(), Offer(1, "carol@sip.test"));

        Assert.Equal(OfferOutcome.Unreachable, Outcome(calls));
    }

    [Fact]
    public void A_repeated_offer_rings_nobody_again()
    {
        var calls = Offered(out _);

        Told(calls, Offer(1, "bob@sip.test"));

        Assert.Empty(calls.Bench.Effects);
    }

    [Fact]
    public void Of_two_who_ring_the_first_has_the_call_and_the_other_is_let_go()
    {
        var calls = Offered(out var bob);
        Told(calls, Offer(2, "ann@sip.test"));
        var ann = calls.Sent.Single(s => s.Uri == RouteBench.Ann);
        calls.Receive(bob.Reply(180, "b")).Receive(ann.Reply(180, "a"));

        calls.Receive(ann.Reply(200, "a", "Contact: <sip:ann@127.0.0.1:6010>\r\n"));

        Assert.Contains(calls.Sent, s => s.Message.Method == SipMethod.Cancel && s.Branch == bob.Branch);
        Assert.Equal(
            [(2L, OfferOutcome.Answered), (1L, OfferOutcome.Taken)],
            Tells(calls).Cast<OfferEnded>().Select(e => (e.Offer, e.Outcome)));
    }

    [Fact]
    public void A_caller_who_cancels_gets_487_and_leaves()
    {
        var calls = Offered(out var invite);
        calls.Receive(invite.Reply(180, "b"));

        calls.Receive(Phone.Cancel());

        Assert.Contains(calls.Sent, s => s.Message.Method == SipMethod.Cancel);
        Assert.Equal("cancelled", Assert.IsType<LeaveQueue>(Assert.Single(Tells(calls))).Reason);
        Assert.Equal([487], calls.Receive(invite.Reply(487, "b")).Statuses);
        Told(calls, Offer(2, "ann@sip.test"));
        Assert.Equal(OfferOutcome.CallerGone, Outcome(calls));
    }

    [Fact]
    public void A_caller_who_cancels_while_nobody_rings_gets_487_at_once() =>
        Assert.Equal([200, 487], Queued().Receive(Phone.Cancel()).Statuses);

    [Theory]
    [InlineData(QueueOutcome.TimedOut)]
    [InlineData(QueueOutcome.Full)]
    [InlineData(QueueOutcome.NoAgents)]
    [InlineData(QueueOutcome.Unknown)]
    public void A_wait_that_came_to_nothing_goes_on_with_else(QueueOutcome outcome)
    {
        var calls = Asking().Decide(Route.Queue("sales").Else(Route.Ring("sip:ann@sip.test")));

        Told(calls, new QueueOver(1, outcome));

        Assert.Equal([RouteBench.Ann], calls.Rung);
        Assert.Null(calls.Bench.State!.Contexts[0].Wait);
    }

    [Fact]
    public void Without_else_the_queues_own_overflow_is_followed_and_without_that_it_is_480()
    {
        var calls = Asking(o => o with { Overflow = Route.Reply(404) }).Decide(Route.Queue("sales"));
        Assert.Equal([404], Told(calls, new QueueOver(1, QueueOutcome.Full)).Statuses);

        Assert.Equal([480], Told(Queued(), new QueueOver(1, QueueOutcome.TimedOut)).Statuses);
    }

    [Fact]
    public void A_queue_that_says_nothing_does_not_hold_its_caller_for_ever()
    {
        var calls = Queued();
        var limit = new QueueOptions { Name = "x" }.WaitLimit + QueueLimits.CallGrace;

        calls.Wait(limit - TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(calls.Statuses, s => s >= 200);
        calls.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal([480], calls.Statuses);
        Assert.Equal("gone", Assert.IsType<LeaveQueue>(Assert.Single(Tells(calls))).Reason);
    }

    [Fact]
    public void Word_of_an_earlier_stay_says_nothing_of_the_next()
    {
        var calls = Asking().Decide(Route.Queue("sales").Else(Route.Queue("sales")));
        Told(calls, new QueueOver(1, QueueOutcome.TimedOut));
        Assert.Equal(2, Assert.IsType<JoinQueue>(Assert.Single(Tells(calls))).Ticket.Visit);

        Told(calls, new QueueOver(1, QueueOutcome.TimedOut));

        Assert.Empty(calls.Bench.Effects);
    }

    [Fact]
    public void Many_offers_leave_neither_branches_nor_early_dialogs_behind()
    {
        var calls = Queued();
        for (var offer = 1; offer <= 100; offer++)
        {
            Told(calls, Offer(offer, "bob@sip.test"));
            var invite = calls.Sent.Single(s => s.Message.IsRequest);
            calls.Receive(invite.Reply(180, $"b{offer}")).Receive(invite.Reply(486, $"b{offer}"));
        }

        Assert.InRange(calls.Bench.State!.Contexts[0].Branches.Length, 1, 34);
        Assert.Empty(calls.Bench.State.Dialogs);
    }

    [Fact]
    public void Asked_about_a_talk_the_call_says_whether_it_goes_on()
    {
        var calls = Offered(out var invite);
        calls.Receive(invite.Reply(200, "b", "Contact: <sip:bob@127.0.0.1:6001>\r\n"));

        Told(calls, new AskTalk(s_sales, 1, "bob@sip.test"));
        Assert.True(Assert.IsType<TalkTold>(Assert.Single(Tells(calls))).GoesOn);
        Told(calls, new AskTalk(s_sales, 9, "bob@sip.test"));

        Assert.False(Assert.IsType<TalkTold>(Assert.Single(Tells(calls))).GoesOn);
    }

    [Fact]
    public void A_call_that_is_forgotten_says_that_it_is_over_and_its_caller_gone()
    {
        var self = new ActorKey(ActorKind.Call, 7);
        var env = new Env(DateTimeOffset.UnixEpoch, self, new InputId(1), Queued().Bench.Settings);
        var call = new CallActor();

        var talk = call.Decide(null, new Told(new AskTalk(s_sales, 1, "bob@sip.test")), env);
        var offer = call.Decide(null, new Told(Offer(1, "bob@sip.test")), env);

        Assert.Null(talk.Next);
        Assert.False(Assert.IsType<TalkTold>(Assert.IsType<Tell>(Assert.Single(talk.Effects)).Body).GoesOn);
        var ended = Assert.IsType<OfferEnded>(Assert.IsType<Tell>(Assert.Single(offer.Effects)).Body);
        Assert.Equal(OfferOutcome.CallerGone, ended.Outcome);
    }

    [Fact]
    public void A_parked_caller_waits_in_its_slot_and_goes_on_when_its_time_is_over()
    {
        var calls = Asking().Decide(Route.Park("701").On(RouteEvents.Timeout, Route.Reply(404)));
        Assert.Equal("Parked", Phrase(Assert.Single(calls.Sent)));
        Assert.Equal(QueueName.Key("park:701"), Assert.Single(calls.Bench.Effects.OfType<Tell>()).To);

        Assert.Equal([404], Told(calls, new QueueOver(1, QueueOutcome.TimedOut)).Statuses);
    }

    [Fact]
    public void Who_fetches_a_parked_call_gets_480_at_once_whatever_else_says()
    {
        var calls = Asking().Decide(Route.Park("701").Else(Route.Reply(404)));

        Assert.Equal([480], Told(calls, new QueueOver(1, QueueOutcome.Fetched)).Statuses);
    }

    private static RouteBench Asking(Func<QueueOptions, QueueOptions>? change = null)
    {
        var options = new QueueOptions { Name = "sales", Members = [QueueBench.Member("bob")] };
        var queues = new QueueSettings([change?.Invoke(options) ?? options]);
        return new RouteBench(s => s with { Queues = queues }).Invite();
    }

    private static RouteBench Queued() => Asking().Decide(Route.Queue("sales"));

    private static RouteBench Offered(out Sent invite)
    {
        var calls = Told(Queued(), Offer(1, "bob@sip.test"));
        invite = Assert.Single(calls.Sent, s => s.Message.IsRequest);
        return calls;
    }

    private static OfferAgent Offer(long id, string agent) => new(s_sales, 1, id, agent, TimeSpan.FromSeconds(20));

    private static RouteBench Told(RouteBench calls, QueueTell tell)
    {
        calls.Bench.Give(new Told(tell));
        return calls;
    }

    private static IReadOnlyList<TellBody> Tells(RouteBench calls) =>
        [.. calls.Bench.Effects.OfType<Tell>().Select(t => t.Body)];

    private static OfferOutcome Outcome(RouteBench calls) =>
        Assert.IsType<OfferEnded>(Assert.Single(Tells(calls))).Outcome;

    private static string Phrase(Sent response) => response.Text.Split("\r\n")[0].Split(' ', 3)[2];
}
