using System.Text;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Tests.Routing;

public sealed class RouteBuilderTests
{
    private static readonly (Route Route, string Json)[] s_built =
    [
        (Route.Reply(486), """{"reply":486}"""),
        (Route.Reply(403, "No").With("X-A", "1").With("x-a", "2").Because("why"),
            """{"reply":403,"phrase":"No","headers":{"x-a":"2"},"because":"why"}"""),
        (Route.Redirect("a@x.example").As(301), """{"redirect":["sip:a@x.example"],"status":301}"""),
        (Route.Ring("a@x", "sip:b@x").InOrder().For(20.Seconds()).Else(Route.Queue("q")),
            """{"ring":["sip:a@x","sip:b@x"],"order":"sequential","seconds":20,"else":{"queue":"q"}}"""),
        (Route.Ring("a@x").ByQ().With("X-A", "").Without("XB").As("b@x", "B"),
            """
            {"ring":["sip:a@x"],"order":"q","add":{"X-A":""},"remove":["XB"],"identity":{"uri":"sip:b@x","display":"B"}}
            """),
        (Route.Ring("a@x").On(486, Route.Reply(600)).On("4xx", Route.Reply(480)).On(486, Route.Reply(603)),
            """{"ring":["sip:a@x"],"on":{"4xx":{"reply":480},"486":{"reply":603}}}"""),
        (Route.Forward("a@gw.example").To("+49").FailoverOn("503"),
            """{"forward":["sip:a@gw.example"],"number":"+49","failover":["503"]}"""),
        (Route.Trunk("main").For(1.Minutes()), """{"forward":"main","seconds":60}"""),
        (Route.Bridge("a@x"), """{"bridge":"sip:a@x"}"""),
        (Route.Queue("q").Needing("de").At(3), """{"queue":"q","skills":["de"],"priority":3}"""),
        (Route.Park("p"), """{"park":"p"}"""),
        (Route.Challenge(), """{"challenge":true}"""),
        (Route.Continue(), """{"continue":true}"""),
        (Route.Continue("afterBusy"), """{"continue":"afterBusy"}"""),
    ];

    [Fact]
    public void What_is_built_is_what_the_document_says_and_the_reader_takes_it()
    {
        foreach (var (route, json) in s_built)
        {
            Assert.Equal(json.Trim(), route.ToString());
            Assert.True(RouteDocument.TryParse(Encoding.UTF8.GetBytes(route.ToString()), out var read, out var error),
                $"{route}: {error}");
            Assert.Equal(route.ToString(), read!.ToString());
        }
        Assert.Equal(RouteMembers.ByVerb.Count, s_built.Select(b => b.Route.GetType()).Distinct().Count());
    }

    [Fact]
    public void What_is_not_valid_cannot_be_built()
    {
        Action[] wrong =
        [
            () => Route.Reply(199), () => Route.Reply(700), () => Route.Reply(486, "a\r\nb"), () => Route.Ring(),
            () => Route.Ring([.. Enumerable.Repeat("a@x", 17)]), () => Route.Ring("x"), () => Route.Ring("sip:a@x>"),
            () => Route.Ring(null!), () => Route.Redirect("http://x"), () => Route.Redirect("a@x").As(200),
            () => Route.Ring("a@x").For(0.Seconds()), () => Route.Ring("a@x").For(7201.Seconds()),
            () => Route.Ring("a@x").With("Via", "x"), () => Route.Ring("a@x").With("X-A", "a\nb"),
            () => Route.Ring("a@x").Without("Call-ID"), () => Route.Ring("a@x").On(200, Route.Reply(480)),
            () => Route.Ring("a@x").On("never", Route.Reply(480)), () => Route.Ring("a@x").Else(null!),
            () => Route.Trunk("a b"), () => Route.Trunk("t").To("<x>"), () => Route.Queue(""),
            () => Route.Queue("q").At(10), () => Route.Park("/"), () => Route.Continue(""),
            () => Route.Reply(480).Because(new string('x', 201)), () => Route.Ring("a@x").As("http://x"),
        ];
        foreach (var build in wrong) Assert.ThrowsAny<ArgumentException>(build);
    }

    [Fact]
    public void Seventeen_headers_are_one_too_many()
    {
        var ring = Route.Ring("a@x");
        for (var i = 0; i < 16; i++) ring = ring.With($"X-{i}", "v").Without($"Y-{i}");
        Assert.Throws<ArgumentException>(() => ring.With("X-16", "v"));
        Assert.Throws<ArgumentException>(() => ring.Without("Y-16"));
    }

    [Fact]
    public void The_ninth_level_cannot_be_built()
    {
        Route route = Route.Reply(480);
        for (var level = 2; level <= 8; level++) route = Route.Ring("a@x").Else(route);
        Assert.Throws<ArgumentException>(() => Route.Ring("a@x").Else(route));
    }
}
