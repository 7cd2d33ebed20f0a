using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Tests.Bridging;
using ServerlessSip.Engine.Tests.Routing;
using static ServerlessSip.Engine.Tests.Bridging.FarPhone;

namespace ServerlessSip.Engine.Tests.Queues;

/// <summary>A caller who waits in a queue at the far end of a bridge: his leg is our own.</summary>
public sealed class BridgedCallerTests
{
    [Fact]
    public void An_agent_who_answers_is_busy_until_the_call_ends()
    {
        var calls = Queued();
        calls.Bench.Give(new Told(
            new OfferAgent(QueueName.Key("sales"), 1, 1, "bob@sip.test", TimeSpan.FromSeconds(20))));
        var invite = calls.InviteTo(RouteBench.Bob);
        calls.Receive(Answer(invite, 200, "b", Sdp));
        Assert.Equal(OfferOutcome.Answered, Assert.IsType<OfferEnded>(Assert.Single(Tells(calls))).Outcome);
        var caller = FarPhone.Caller(calls.Sent.Single(s => !s.Message.IsRequest));
        calls.Receive(caller.Request("ACK", cseq: 1));
        Assert.Empty(Tells(calls));

        calls.Receive(caller.Request("BYE"));

        Assert.False(Assert.IsType<TalkTold>(Assert.Single(Tells(calls))).GoesOn);
    }

    [Fact]
    public void A_queue_that_asks_hears_that_the_call_lasts()
    {
        var calls = Queued();
        calls.Bench.Give(new Told(
            new OfferAgent(QueueName.Key("sales"), 1, 1, "bob@sip.test", TimeSpan.FromSeconds(20))));
        calls.Receive(Answer(calls.InviteTo(RouteBench.Bob), 200, "b", Sdp));

        calls.Bench.Give(new Told(new AskTalk(QueueName.Key("sales"), 1, "bob@sip.test")));

        Assert.True(Assert.IsType<TalkTold>(Assert.Single(Tells(calls))).GoesOn);
    }

    private static RouteBench Queued()
    {
        var options = new QueueOptions { Name = "sales", Members = [QueueBench.Member("bob")] };
        var calls = new RouteBench(s => s with { Queues = new QueueSettings([options]) }).Invite();
        calls.Decide(Route.Bridge("sip:desk@sip.test")).Decide(Route.Queue("sales"));
        Assert.IsType<JoinQueue>(Assert.Single(Tells(calls)));
        Assert.Equal([182], calls.Statuses);
        return calls;
    }

    private static IReadOnlyList<TellBody> Tells(RouteBench calls) =>
        [.. calls.Bench.Effects.OfType<Tell>().Select(t => t.Body)];
}
