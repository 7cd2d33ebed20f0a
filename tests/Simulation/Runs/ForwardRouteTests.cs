using ServerlessSip.Engine.Routing;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Calls that a route sends to foreign targets, one after the other: to phones 2 and 3.</summary>
public class ForwardRouteTests
{
    private const int Seeds = 12;
    private static readonly ForwardRoute Two = Route.Forward(Routed.Direct(2), Routed.Direct(3)).For(2.Seconds());

    [Fact]
    public void A_target_that_is_busy_ends_the_call()
    {
        var (status, first, second) = Run(Two, Behaviour.Declines(486, 300), Behaviour.Answers(500));
        Assert.Equal(486, status);
        Assert.Single(first.Legs);
        Assert.Empty(second.Legs);
    }

    [Fact]
    public void A_target_that_fails_leaves_the_call_to_the_next()
    {
        var (status, first, second) = Run(Two, Behaviour.Declines(503, 300), Behaviour.Answers(500));
        Assert.Equal(200, status);
        Assert.Single(first.Legs);
        Assert.True(Assert.Single(second.Legs).HasAck);
    }

    [Fact]
    public void A_failure_that_the_route_does_not_name_ends_the_call()
    {
        var (status, _, second) =
            Run(Two.FailoverOn("408"), Behaviour.Declines(503, 300), Behaviour.Answers(500));
        // RFC 3261 §16.7 step 6: a 503 is not passed on.
        Assert.Equal(500, status);
        Assert.Empty(second.Legs);
    }

    [Fact]
    public void A_target_that_says_a_word_may_take_its_time()
    {
        var (status, first, second) = Run(Two, Behaviour.Answers(9_000), Behaviour.Answers(500));
        Assert.Equal(200, status);
        Assert.True(first.Legs[0].HasAck);
        Assert.Empty(second.Legs);
    }

    [Fact]
    public void A_target_that_is_silent_leaves_the_call_to_the_next()
    {
        var silent = Route.Forward(Routed.Nowhere, Routed.Direct(3)).For(2.Seconds());
        var (status, _, second) = Run(silent, Routed.Silent, Behaviour.Answers(500));
        Assert.Equal(200, status);
        Assert.True(Assert.Single(second.Legs).HasAck);
    }

    [Fact]
    public void A_target_that_wakes_up_too_late_is_cancelled()
    {
        var (status, first, second) = Run(Two, Behaviour.Rings(4_000), Behaviour.Answers(6_000));
        Assert.Equal(200, status);
        Assert.Equal((LegState.Ended, false), (first.Legs[0].State, first.Legs[0].WasUp));
        Assert.True(second.Legs[0].HasAck);
    }

    [Fact]
    public void A_target_that_declines_too_late_gets_its_ACK()
    {
        var (status, first, second) = Run(Two, Behaviour.Declines(486, 4_000), Behaviour.Answers(6_000));
        Assert.Equal(200, status);
        Assert.All(first.Servers, s => Assert.False(s.LacksAck));
        Assert.True(second.Legs[0].HasAck);
    }

    [Fact]
    public void When_every_target_is_silent_the_timeout_case_follows()
    {
        var silent = Route.Forward(Routed.Nowhere).For(2.Seconds()).On(RouteEvents.Timeout, Route.Reply(486));
        var (status, first, second) = Run(silent, Routed.Silent, Routed.Silent);
        Assert.Equal(486, status);
        Assert.Empty(first.Legs);
        Assert.Empty(second.Legs);
    }

    [Fact]
    public void A_target_that_says_408_is_not_silent()
    {
        var told = Route.Forward(Routed.Direct(2)).For(2.Seconds())
            .On(RouteEvents.Timeout, Route.Reply(486)).On(408, Route.Reply(603));
        var (status, _, _) = Run(told, Behaviour.Declines(408, 300), Routed.Silent);
        Assert.Equal(603, status);
    }

    [Fact]
    public void A_caller_who_gives_up_while_the_second_target_rings_stops_it()
    {
        var (status, first, second) = Run(
            Two, Behaviour.Declines(503, 300), Behaviour.Rings(), TimeSpan.FromSeconds(3));
        Assert.Equal(487, status);
        Assert.Single(first.Legs);
        Assert.Equal((LegState.Ended, false), (second.Legs[0].State, second.Legs[0].WasUp));
    }

    /// <summary>
    /// Its time is 2 s shorter than that of its branch: with a clock that is behind both fall on one timer.
    /// </summary>
    [Fact]
    public void A_target_that_the_relay_has_forgotten_is_given_up_once_whatever_the_clock_says()
    {
        var patient = Route.Forward(Routed.Nowhere, Routed.Direct(2)).For(35.Seconds());
        var skewed = Profile.Calm with { MaxSkew = TimeSpan.FromMilliseconds(200) };
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var scene = new Scene(seed, skewed, Routed.Desk(patient));
            var (alice, gateway) = (scene.Phone("alice"), Routed.Gateway(scene));
            scene.Call(Routed.Plan(alice, (gateway, Behaviour.Answers(4_000))));
            scene.At(Routed.At + TimeSpan.FromSeconds(1), scene.World.Relays[0].Restart);
            scene.Run();
            Assert.Equal(200, Assert.Single(alice.Calls).Status);
            Assert.True(Assert.Single(gateway.Legs).HasAck);
        }
    }

    private static (int Status, SimPhone First, SimPhone Second) Run(
        Route route, Behaviour first, Behaviour second, TimeSpan? cancelAfter = null)
    {
        var scene = new Scene(options: Routed.Desk(route));
        var (alice, one, two) = (scene.Phone("alice"), Routed.Gateway(scene), Routed.Gateway(scene));
        var plan = Routed.Plan(alice, (one, first), (two, second));
        scene.Call(cancelAfter is { } after ? plan with { CancelAfter = after } : plan);
        scene.Run();
        return (Assert.Single(alice.Calls).Status, one, two);
    }
}
