using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Samples;

/// <summary>The C# of docs/PORTING.md: what the page shows stands here, compiled.</summary>
public sealed class PortingRoutes
{
    /// <summary>What needs no call.</summary>
    public static Route[] Decisions =>
    [
        Route.Continue(),
        Route.Ring("bob@example.com"),
        Route.Ring("ann@example.com", "bob@example.com"),
        Route.Ring("ann@example.com", "bob@example.com").InOrder(),
        Route.Ring("ann@example.com").ByQ(),
        Route.Ring("ann@example.com").For(20.Seconds()),
        Route.Ring("ann@example.com").On(486, Route.Ring("bob@example.com")).Else(Route.Continue("nobody")),
        Route.Ring("ann@example.com").With("X-Dept", "sales").Without("Subject"),
        Route.Ring("ann@example.com").As("sip:office@example.com", "Office"),
        Route.Reply(404, "Not here"),
        Route.Redirect("sip:ann@elsewhere.example"),
        Route.Challenge(),
        Route.Trunk("main").FailoverOn("408", "5xx").For(6.Seconds()),
        Route.Forward("ann@one.example", "ann@two.example"),
        Route.Bridge("bob@example.com"),
        Route.Bridge("bob@example.com").For(20.Seconds()).Else(Route.Ring("ann@example.com")),
        Route.Queue("sales").For(3.Minutes()),
        Route.Park("701"),
    ];

    [SipRoute("INVITE", "sales*@*")]
    public Route Sales(SipCall call) =>
        call.Header("X-Dept") is "sales" || call.Now.DayOfWeek == DayOfWeek.Sunday || call.FromUser == "anonymous"
            ? Route.Reply(480) : Route.Continue();

    [SipRoute("INVITE", "00*@*")]
    public Route Outside(SipCall call)
    {
        call.State<Seen>().Times++;
        if (call.Caller is null) return Route.Challenge();
        return Route.Trunk("main").To($"+{call.User[2..]}");
    }

    [SipRoute("INVITE", "slow@*")]
    public async Task<Route> Slow(SipCall call, CancellationToken cancel)
    {
        await Task.Yield();
        cancel.ThrowIfCancellationRequested();
        return call.Source == "192.0.2.10" ? Route.Continue() : Route.Reply(403);
    }

    [SipRoute("INVITE", "ann@*")]
    public Route Ann(SipCall call) =>
        Route.Ring($"ann@{call.Host}").For(20.Seconds())
            .On(486, Route.Continue("voicemail"))
            .On("timeout", Route.Continue("voicemail"));

    [SipContinuation("voicemail")]
    public Route Voicemail(SipCall call) =>
        Route.Ring($"voicemail@{call.Host}").With("X-Mailbox", call.User);

    [SipRoute("INVITE", "gateway@*")]
    public Route Gateway(SipCall call) =>
        Route.Bridge("sip:1234@one.example").For(10.Seconds())
            .Else(Route.Bridge("sip:1234@two.example"));

    [OnEnded]
    [OnCancelled]
    public void Ended(SipCallEvent ended) => Console.WriteLine($"{ended.From} {ended.To} {ended.Reason}");

    /// <summary>How often a call came by.</summary>
    [CallState("seen")]
    public sealed class Seen
    {
        public int Times { get; set; }
    }
}
