using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Hours;
using ServerlessSip.RouteTesting;

namespace ServerlessSip.Samples;

public sealed class HoursTests
{
    private const string Monday = "2026-01-05T10:00:00Z";
    private const string Sunday = "2026-01-04T10:00:00Z";

    [Fact]
    public void While_it_is_open_the_staff_rings()
    {
        using var test = At(Monday);
        var call = test.Invite("carol@elsewhere.example", "desk@example.com")
            .ShouldRing("alice@example.com", "bob@example.com");
        call.At("bob@example.com").Answers();
        call.ShouldBeAnsweredBy("bob@example.com");
    }

    [Fact]
    public void When_the_staff_does_not_answer_the_caller_is_told_to_call_again()
    {
        using var test = At(Monday);
        var call = test.Invite("carol@elsewhere.example", "desk@example.com");
        call.At("alice@example.com").Rings();
        call.At("bob@example.com").Rings();
        test.Advance(21.Seconds());
        call.ShouldGet(480).ShouldRing();
        Assert.Equal("60", call.Header("Retry-After"));
    }

    [Fact]
    public void When_it_is_closed_the_caller_is_told_when_it_opens()
    {
        using var test = At(Sunday);
        var call = test.Invite("carol@elsewhere.example", "desk@example.com").ShouldGet(480).ShouldRing();
        // From Sunday 11:00 in Berlin to Monday 9:00.
        Assert.Equal("79200", call.Header("Retry-After"));
    }

    [Fact]
    public void It_opens_while_the_clock_runs()
    {
        using var test = At("2026-01-05T07:59:00Z");
        test.Invite("carol@elsewhere.example", "desk@example.com").ShouldGet(480);
        test.Advance(1.Minutes());
        test.Invite("dave@elsewhere.example", "desk@example.com").ShouldRing("alice@example.com", "bob@example.com");
    }

    [Fact]
    public void Whom_we_know_reaches_the_user_on_call_at_any_time()
    {
        using var test = At(Sunday);
        var call = test.Invite("paul@partner.example", "desk@example.com").ShouldRing("bob@example.com");
        call.At("bob@example.com").Answers();
        call.ShouldBeAnsweredBy("bob@example.com");
        Assert.Contains(call.Why, line => line.Contains("paul@partner.example is known", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Monday)]
    [InlineData(Sunday)]
    public void Whom_we_do_not_want_is_refused_at_any_time(string at)
    {
        using var test = At(at);
        test.Invite("max@spam.example", "desk@example.com").ShouldGet(603).ShouldRing();
    }

    private static SipTest At(string time)
    {
        var test = SipTest.Of<HoursRoutes>(new SipTestOptions
        {
            Start = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture),
            Services = s => s.AddSingleton(OfficeHours.Read()),
        });
        test.Register("alice@example.com");
        test.Register("bob@example.com");
        return test;
    }
}
