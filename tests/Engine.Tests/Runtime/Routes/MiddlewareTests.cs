using System.Net;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Routing.Middleware;
using ServerlessSip.Engine.Tests.Documents;

namespace ServerlessSip.Engine.Tests.Runtime.Routes;

public sealed class MiddlewareTests
{
    [Theory]
    [InlineData("192.0.2.7", true)]
    [InlineData("192.0.2.0/24", true)]
    [InlineData("192.0.2.8", false)]
    [InlineData("alice@example.com", true)]
    [InlineData("*@example.com", true)]
    [InlineData("bob@example.com", false)]
    [InlineData("2001:db8::/32", false)]
    public void A_banned_caller_gets_403(string entry, bool banned)
    {
        Assert.True(BanMiddleware.IsEntry(entry));
        var route = new BanMiddleware([entry]).Before(Call());
        Assert.Equal(banned ? 403 : null, (route as ReplyRoute)?.Status);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("@x")]
    [InlineData("x@")]
    public void What_is_neither_address_nor_caller_cannot_be_banned(string entry) =>
        Assert.False(BanMiddleware.IsEntry(entry));

    [Fact]
    public void A_caller_passes_so_often_in_a_minute_and_again_in_the_next()
    {
        var rate = new RateMiddleware(2);
        Assert.Null(rate.Before(Call()));
        Assert.Null(rate.Before(Call()));
        Assert.Equal(480, Assert.IsType<ReplyRoute>(rate.Before(Call())).Status);
        Assert.Null(rate.Before(Call(caller: "bob")));
        Assert.Null(rate.Before(Call(caller: null)));
        Assert.Null(rate.Before(Call(at: TimeSpan.FromMinutes(1))));
    }

    [Fact]
    public void Beyond_ten_thousand_callers_strangers_share_one_count()
    {
        var rate = new RateMiddleware(1);
        for (var i = 0; i < RateMiddleware.MaxCallers; i++) Assert.Null(rate.Before(Call(caller: $"u{i}")));
        Assert.Null(rate.Before(Call(caller: "v1")));
        Assert.NotNull(rate.Before(Call(caller: "v2")));
    }

    [Fact]
    public void An_unknown_caller_is_challenged_and_a_known_one_passes()
    {
        Assert.IsType<ChallengeRoute>(new KnownCallerMiddleware().Before(Call(caller: null)));
        Assert.Null(new KnownCallerMiddleware().Before(Call()));
    }

    private static SipCall Call(string? caller = "alice", TimeSpan at = default)
    {
        var question = SampleDocuments.Question(SampleDocuments.Invite());
        return new SipCall(question with
        {
            Caller = caller,
            At = question.At + at,
            Remote = new IPEndPoint(IPAddress.Parse("192.0.2.7"), 5060),
        });
    }
}
