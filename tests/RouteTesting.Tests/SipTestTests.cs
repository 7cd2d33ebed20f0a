using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.RouteTesting.Tests;

public sealed class SipTestTests : IDisposable
{
    private readonly TestedRoutes.Log _log = new();
    private readonly SipTest _test;

    public SipTestTests()
    {
        _test = SipTest.Of<TestedRoutes>(Options(_log));
        _test.Register("ann@example.com");
        _test.Register("bob@example.com");
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_group_rings_and_one_answers()
    {
        var call = _test.Invite("alice@example.com", "sales@example.com");
        call.ShouldRing("ann@example.com", "bob@example.com").ShouldBePending();
        Assert.Equal("sales", call.At("bob@example.com").Rings().Header("X-Dept"));
        call.At("bob@example.com").Answers();
        call.ShouldBeAnsweredBy("bob@example.com");
        Assert.Equal([180, 200], call.Statuses);
        Assert.True(call.At("ann@example.com").IsCancelled);
        Assert.True(call.At("bob@example.com").IsAcknowledged);
        call.HangUp();
        Assert.True(call.At("bob@example.com").IsEnded);
        Assert.Equal(["Answered", "Ended"], _log.Lines);
    }

    [Fact]
    public void Time_goes_by_and_the_continuation_answers()
    {
        var call = _test.Invite("stranger@elsewhere.example", "sales@example.com");
        _test.Advance(19.Seconds());
        call.ShouldBePending();
        _test.Advance(1.Seconds());
        call.ShouldGet(480);
        Assert.Equal("1", call.Header("X-Times"));
        Assert.Contains("nobody in", string.Join('\n', call.Why), StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_without_a_route_rings_the_user()
    {
        var call = _test.Invite("alice@example.com", "ann@example.com").ShouldRing("ann@example.com");
        call.At("ann@example.com").Declines(486);
        call.ShouldGet(486);
    }

    [Fact]
    public void A_route_that_waits_has_its_answer_when_the_clock_has_moved()
    {
        var call = _test.Invite("alice@example.com", "slow@example.com");
        _test.Advance(4.Seconds());
        call.ShouldRing();
        _test.Advance(1.Seconds());
        call.ShouldRing("ann@example.com");
    }

    [Fact]
    public void Cancel_fires_the_token_of_a_route_that_waits()
    {
        var call = _test.Invite("alice@example.com", "slow@example.com").Cancel().ShouldGet(487);
        _test.Advance(10.Seconds());
        call.ShouldRing();
        Assert.Equal(["token", "Ended", "Cancelled"], _log.Lines.OrderDescending());
    }

    [Fact]
    public void A_route_that_throws_costs_its_call() =>
        _test.Invite("alice@example.com", "throws@example.com").ShouldGet(500);

    [Fact]
    public void A_bridged_call_has_legs_of_its_own()
    {
        var call = _test.Invite("alice@example.com", "bridge@example.com", "Content-Type: application/sdp");
        call.At("ann@example.com").Answers();
        call.ShouldBeAnsweredBy("ann@example.com").HangUp();
        Assert.True(call.At("ann@example.com").IsEnded);
    }

    [Fact]
    public void Another_method_is_a_request_as_well() =>
        _test.Send("MESSAGE", "alice@example.com", "bot@example.com").ShouldGet(200);

    [Fact]
    public void A_callee_hangs_up()
    {
        var call = _test.Invite("alice@example.com", "ann@example.com");
        call.At("ann@example.com").Answers().HangsUp();
        Assert.True(call.IsEnded);
        Assert.Contains("Ended", _log.Lines);
    }

    [Fact]
    public void What_is_not_as_expected_is_said()
    {
        var call = _test.Invite("alice@example.com", "sales@example.com");
        var fault = Assert.Throws<SipTestException>(() => call.ShouldRing("carol@example.com"));
        Assert.StartsWith(
            "expected carol@example.com to ring; seen: ann@example.com INVITE 100, bob@example.com INVITE 100",
            fault.Message, StringComparison.Ordinal);
        Assert.Throws<SipTestException>(() => call.ShouldGet(486));
        Assert.Throws<SipTestException>(() => call.ShouldBeAnsweredBy("ann@example.com"));
        Assert.Throws<SipTestException>(() => call.At("carol@example.com"));
    }

    [Fact]
    public void A_silent_phone_is_given_up_after_32_seconds()
    {
        var silent = new HashSet<string> { "ann@example.com" };
        using var test = SipTest.Of<TestedRoutes>(Options(_log) with { Silent = silent });
        test.Register("ann@example.com");
        var call = test.Invite("alice@example.com", "ann@example.com");
        test.Advance(31.Seconds());
        call.ShouldBePending();
        test.Advance(1.Seconds());
        call.ShouldGet(408);
    }

    [Fact]
    public void Whatever_fails_the_scenario_holds()
    {
        var runs = 0;
        SipTest.UnderFaults<TestedRoutes>(
            test =>
            {
                runs++;
                test.Register("ann@example.com");
                var call = test.Invite("alice@example.com", "sales@example.com").ShouldRing("ann@example.com");
                test.Advance(20.Seconds());
                call.ShouldGet(480);
                Assert.Equal("1", call.Header("X-Times"));
            },
            Options(new TestedRoutes.Log()));
        Assert.InRange(runs, 10, 100);
    }

    [Fact]
    public void A_scenario_that_does_not_hold_says_under_which_fault()
    {
        var runs = 0;
        var fault = Assert.Throws<SipTestException>(() => SipTest.UnderFaults<TestedRoutes>(
            test =>
            {
                test.Register("ann@example.com");
                var call = test.Invite("alice@example.com", "ann@example.com");
                call.At("ann@example.com").Answers();
                call.ShouldGet(++runs == 3 ? 486 : 200);
            },
            Options(_log)));
        Assert.StartsWith(
            "with dead before save 1: expected the caller to get 486", fault.Message, StringComparison.Ordinal);
    }

    internal static SipTestOptions Options(TestedRoutes.Log log) => new() { Services = s => s.AddSingleton(log) };
}
