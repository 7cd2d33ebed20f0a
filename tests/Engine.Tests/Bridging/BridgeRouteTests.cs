using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Engine.Tests.Routing;
using ServerlessSip.Sip.Messages;
using static ServerlessSip.Engine.Tests.Bridging.FarPhone;

namespace ServerlessSip.Engine.Tests.Bridging;

public sealed class BridgeRouteTests
{
    private const string Ann = "sip:ann@sip.test";

    [Theory]
    [InlineData(70, 70)]
    [InlineData(5, 5)]
    public void A_bridge_to_itself_ends_in_483_when_no_hop_is_left(int hops, int asked)
    {
        var bench = new RouteBench();
        bench.Bench.Receive(Phone.Invite().Replace("Max-Forwards: 70", $"Max-Forwards: {hops}"));
        var questions = 0;
        while (bench.Bench.Effects.OfType<RunRoute>().Any())
        {
            questions++;
            bench.Decide(Route.Bridge("sip:bob@sip.test"));
        }
        Assert.Equal(asked + 1, questions);
        Assert.Equal(483, Assert.Single(bench.Statuses));
        Assert.DoesNotContain(bench.Bench.State!.Legs, l => l.IsAlive);
    }

    [Fact]
    public void A_route_of_the_target_is_followed_as_for_any_caller()
    {
        var bench = new RouteBench().Invite().Decide(Route.Bridge("sip:desk@sip.test"));
        Assert.Equal("sip:desk@sip.test", bench.Question.Request.RequestUri!.ToString());
        bench.Decide(Route.Ring(Ann).Else(Route.Ring("sip:bob@sip.test")));
        bench.Receive(Answer(bench.InviteTo(RouteBench.Ann), 486, "a"));
        var bob = bench.InviteTo(RouteBench.Bob);
        Assert.Single(bob.Routes(HeaderName.Via));
        bench.Receive(Answer(bob, 200, "b", Sdp));
        Assert.Equal([200], bench.Statuses);
    }

    [Fact]
    public void What_follows_a_bridge_that_failed_finds_the_caller_unbridged()
    {
        var bench = new RouteBench().Invite();
        var rule = bench.Question;
        bench.Rules.Clear();
        bench.Decide(rule, Route.Bridge(Ann).On(486, Route.Ring("sip:bob@sip.test")));
        bench.Receive(Answer(bench.InviteTo(RouteBench.Ann), 486, "a"));
        var bob = bench.InviteTo(RouteBench.Bob);
        Assert.Equal(Phone.CallId, System.Text.Encoding.ASCII.GetString(bob.Message.CallId));
        Assert.NotEmpty(bob.Routes(HeaderName.RecordRoute));
        bench.Receive(bob.Reply(200, "b"));
        Assert.Equal([200], bench.Statuses);
        Assert.DoesNotContain(bench.Bench.State!.Legs, l => l.IsAlive);
    }

    [Fact]
    public void A_bridge_that_nobody_answers_in_its_time_goes_on_as_a_timeout()
    {
        var bench = new RouteBench().Invite();
        var rule = bench.Question;
        bench.Rules.Clear();
        var next = Route.Bridge("sip:bob@sip.test");
        bench.Decide(rule, Route.Bridge(Ann).For(15.Seconds()).On(RouteEvents.Timeout, next));
        var ann = bench.InviteTo(RouteBench.Ann);
        bench.Receive(Answer(ann, 180, "a"));
        bench.Wait(TimeSpan.FromSeconds(15));
        Assert.Equal(SipMethod.Cancel, Assert.Single(bench.Sent).Message.Method);
        bench.Receive(Answer(ann, 487, "a"));
        var bob = bench.InviteTo(RouteBench.Bob);
        bench.Receive(Answer(bob, 200, "b", Sdp));
        Assert.Equal([200], bench.Statuses);
        Assert.Equal(2, bench.Bench.State!.Legs.Count(l => l.IsAlive));
    }

    [Fact]
    public void Headers_of_the_route_go_into_the_callees_INVITE()
    {
        var bench = new RouteBench().Invite("Subject: old\r\n");
        var rule = bench.Question;
        bench.Rules.Clear();
        bench.Decide(rule, Route.Bridge(Ann).With("X-Desk", "7").Without("Subject"));
        var invite = bench.InviteTo(RouteBench.Ann);
        Assert.Contains("X-Desk: 7\r\n", invite.Text);
        Assert.DoesNotContain("Subject", invite.Text);
    }
}
