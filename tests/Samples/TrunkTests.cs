using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.RouteTesting;
using ServerlessSip.Trunks;

namespace ServerlessSip.Samples;

public sealed class TrunkTests
{
    private const string Out = "+49301234567";

    [Theory]
    [InlineData("030-5550101")]
    [InlineData("+49305550101")]
    [InlineData("0049305550101")]
    public void A_number_of_ours_rings_inside_whoever_calls_it(string dialled)
    {
        using var test = Trunks();
        var call = test.Invite("carol@elsewhere.example", $"{dialled}@example.com").ShouldRing("alice@example.com");
        call.At("alice@example.com").Answers();
        call.ShouldBeAnsweredBy("alice@example.com");
    }

    [Fact]
    public void Another_number_goes_out_in_one_form_with_the_number_of_the_caller()
    {
        using var test = Trunks();
        var call = test.Invite("alice@example.com", "0301234567@example.com").ShouldRing($"{Out}@one.example");
        var leg = call.At($"{Out}@one.example");
        Assert.StartsWith($"sip:{Out}@one.example", leg.Uri, StringComparison.Ordinal);
        Assert.Contains("sip:+49305550101@example.com", leg.Header("P-Asserted-Identity"), StringComparison.Ordinal);
        leg.Answers();
        call.ShouldBeAnsweredBy($"{Out}@one.example");
    }

    [Fact]
    public void A_target_that_fails_is_followed_by_the_next_and_then_by_the_other_trunk() =>
        SipTest.UnderFaults<TrunkRoutes>(
            test =>
            {
                var call = test.Invite("alice@example.com", "0301234567@example.com");
                call.At($"{Out}@one.example").Declines(503);
                call.ShouldRing($"{Out}@two.example");
                call.At($"{Out}@two.example").Declines(500);
                call.ShouldRing($"{Out}@three.example");
                call.At($"{Out}@three.example").Answers();
                call.ShouldBeAnsweredBy($"{Out}@three.example");
            },
            Options);

    [Fact]
    public void A_target_that_says_nothing_for_six_seconds_is_left()
    {
        var silent = new HashSet<string> { $"{Out}@one.example" };
        using var test = SipTest.Of<TrunkRoutes>(Options with { Silent = silent });
        var call = test.Invite("alice@example.com", "0301234567@example.com");
        test.Advance(7.Seconds());
        call.At($"{Out}@two.example").Answers();
        Assert.Equal(200, call.Status);
    }

    [Fact]
    public void Who_is_busy_is_not_called_over_another_trunk()
    {
        using var test = Trunks();
        var call = test.Invite("alice@example.com", "0301234567@example.com");
        call.At($"{Out}@one.example").Declines(486);
        call.ShouldGet(486).ShouldRing();
    }

    [Fact]
    public void A_stranger_does_not_get_out()
    {
        using var test = Trunks();
        test.Invite("carol@elsewhere.example", "0301234567@example.com").ShouldGet(407).ShouldRing();
    }

    [Theory]
    [InlineData("0900123456", 403)]
    [InlineData("0", 484)]
    public void Some_numbers_are_refused(string dialled, int status)
    {
        using var test = Trunks();
        test.Invite("alice@example.com", $"{dialled}@example.com").ShouldGet(status).ShouldRing();
    }

    private static SipTestOptions Options => new()
    {
        Services = s => s.AddSingleton(NumberPlan.Read()),
        Settings = s => s with
        {
            Trunks = new TrunkSettings(
            [
                new TrunkOptions { Name = "main", Targets = ["sip:one.example", "sip:two.example"], ProbeEvery = null },
                new TrunkOptions { Name = "backup", Targets = ["sip:three.example"], ProbeEvery = null },
            ]),
        },
    };

    private static SipTest Trunks()
    {
        var test = SipTest.Of<TrunkRoutes>(Options);
        test.Register("alice@example.com");
        return test;
    }
}
