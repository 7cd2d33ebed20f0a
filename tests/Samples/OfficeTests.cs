using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Office;
using ServerlessSip.RouteTesting;

namespace ServerlessSip.Samples;

public sealed class OfficeTests
{
    private static readonly OfficePlan s_plan = new()
    {
        Extensions = new Dictionary<string, string> { ["101"] = "ann", ["102"] = "bob" },
        Groups = new Dictionary<string, string[]> { ["200"] = ["ann", "bob"] },
    };

    [Fact]
    public void An_extension_rings_all_phones_of_its_user() => SipTest.UnderFaults<OfficeRoutes>(
        test =>
        {
            Staff(test);
            test.Register("ann@example.com");
            var call = test.Invite("bob@example.com", "101@example.com");
            call.ShouldRing("ann@example.com", "ann@example.com");
            call.At("ann@example.com").Answers();
            call.ShouldBeAnsweredBy("ann@example.com");
            call.HangUp();
        },
        With(s_plan));

    [Theory]
    [InlineData(486, "user-busy")]
    [InlineData(603, "do-not-disturb")]
    [InlineData(480, "no-answer")]
    public void Who_does_not_take_the_call_has_it_go_to_voicemail(int status, string reason)
    {
        using var test = Office(s_plan);
        var call = test.Invite("carol@elsewhere.example", "101@example.com").ShouldRing("ann@example.com");
        call.At("ann@example.com").Declines(status);
        call.ShouldRing("voicemail@example.com");
        Assert.Equal($"<sip:101@example.com>;reason={reason}", call.At("voicemail@example.com").Header("Diversion"));
        call.At("voicemail@example.com").Answers();
        call.ShouldBeAnsweredBy("voicemail@example.com");
        Assert.Contains(call.Why, line => line.Contains($"voicemail: {reason}", StringComparison.Ordinal));
    }

    [Fact]
    public void After_20_seconds_voicemail_takes_the_call() => SipTest.UnderFaults<OfficeRoutes>(
        test =>
        {
            Staff(test);
            var call = test.Invite("carol@elsewhere.example", "101@example.com");
            call.At("ann@example.com").Rings();
            test.Advance(19.Seconds());
            call.ShouldRing("ann@example.com");
            test.Advance(2.Seconds());
            call.ShouldRing("voicemail@example.com");
            var diversion = call.At("voicemail@example.com").Header("Diversion");
            Assert.Equal("<sip:101@example.com>;reason=no-answer", diversion);
        },
        With(s_plan));

    [Fact]
    public void Who_has_no_phone_has_voicemail_at_once()
    {
        using var test = SipTest.Of<OfficeRoutes>(With(s_plan));
        test.AddUser("ann@example.com");
        test.Register("voicemail@example.com");
        var call = test.Invite("carol@elsewhere.example", "101@example.com").ShouldRing("voicemail@example.com");
        Assert.EndsWith("unavailable", call.At("voicemail@example.com").Header("Diversion"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_rings_one_after_the_other_and_then_voicemail()
    {
        using var test = Office(s_plan);
        var call = test.Invite("carol@elsewhere.example", "200@example.com").ShouldRing("ann@example.com");
        call.At("ann@example.com").Rings();
        test.Advance(11.Seconds());
        call.ShouldRing("bob@example.com");
        call.At("bob@example.com").Declines(486);
        call.ShouldRing("voicemail@example.com");
    }

    [Fact]
    public void Hanging_up_while_a_group_rings_ends_it()
    {
        using var test = Office(s_plan);
        var call = test.Invite("carol@elsewhere.example", "200@example.com");
        call.At("ann@example.com").Rings();
        call.Cancel().ShouldGet(487).ShouldRing();
        test.Advance(1.Minutes());
        call.ShouldRing();
    }

    [Fact]
    public void Messages_are_heard_by_users_alone()
    {
        using var test = Office(s_plan);
        test.Invite("carol@elsewhere.example", "900@example.com").ShouldGet(407);
        var call = test.Invite("bob@example.com", "900@example.com").ShouldRing("voicemail@example.com");
        Assert.Equal("bob", call.At("voicemail@example.com").Header("X-Mailbox"));
    }

    [Theory]
    [InlineData("199")]
    [InlineData("299")]
    public void A_number_that_nobody_has_is_not_found(string number)
    {
        using var test = Office(s_plan);
        test.Invite("bob@example.com", $"{number}@example.com").ShouldGet(404);
    }

    private static SipTestOptions With(OfficePlan plan) => new() { Services = s => s.AddSingleton(plan) };

    private static SipTest Office(OfficePlan plan)
    {
        var test = SipTest.Of<OfficeRoutes>(With(plan));
        Staff(test);
        return test;
    }

    private static void Staff(SipTest test)
    {
        test.Register("ann@example.com");
        test.Register("bob@example.com");
        test.Register("voicemail@example.com");
    }
}
