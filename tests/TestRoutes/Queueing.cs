using System.Globalization;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.TestRoutes;

/// <summary>Addresses of queues and park slots; X-Seconds says how long to wait.</summary>
public sealed class Queueing
{
    [SipRoute("INVITE", "queue-*@*")]
    public Route Queue(SipCall call) =>
        Route.Queue(Name(call)).On(RouteEvents.Overflow, Route.Reply(486, "All are talking"));

    [SipRoute("INVITE", "slot-*@*")]
    public Route Park(SipCall call) =>
        Route.Park(Name(call)).For(Seconds(call)).On(RouteEvents.Timeout, Route.Reply(404, "Nobody came"));

    private static string Name(SipCall call) => call.User[(call.User.IndexOf('-', StringComparison.Ordinal) + 1)..];

    private static TimeSpan Seconds(SipCall call) =>
        int.Parse(call.Header("X-Seconds") ?? "20", CultureInfo.InvariantCulture).Seconds();
}
