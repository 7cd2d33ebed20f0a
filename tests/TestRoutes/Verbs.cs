using ServerlessSip.Engine.Routing;

namespace ServerlessSip.TestRoutes;

/// <summary>An address for each verb that the scenarios dial; X-Ring and X-Then name who is rung.</summary>
public sealed class Verbs
{
    [SipRoute("INVITE", "busy@*")]
    public Route Busy(SipCall call) =>
        Route.Reply(486, "On another line").With("X-Asked", call.FromUser).Because("always");

    [SipRoute("INVITE", "moved@*")]
    public Route Moved(SipCall call) => Route.Redirect("sip:moved@elsewhere.example", "tel:+4930");

    [SipRoute("INVITE", "sales@*")]
    public Route Sales(SipCall call) => Route.Ring(First(call), Second(call)).With("X-Queue", "sales")
        .Without("Subject").As($"sales@{call.Host}", "Sales");

    [SipRoute("INVITE", "one@*")]
    public Route One(SipCall call) => Route.Ring(First(call));

    [SipRoute("INVITE", "hunt@*")]
    public Route Hunt(SipCall call) => Route.Ring(First(call), Second(call)).InOrder().For(1.Seconds())
        .Else(Route.Reply(480, "Nobody is in"));

    [SipRoute("INVITE", "then@*")]
    public Route Then(SipCall call)
    {
        call.State<Counted>().Times++;
        return Route.Ring(First(call)).For(1.Seconds()).Else(Route.Continue("afterFirst"));
    }

    [SipContinuation("afterFirst")]
    public Route AfterFirst(SipCall call) => Route.Ring(Second(call))
        .With("X-Before", $"{call.Outcome.Status} {call.Outcome.Event} {call.State<Counted>().Times}".Trim());

    [SipRoute("INVITE", "user*@*")]
    public Route Default(SipCall call) => Route.Continue().Because("as without routes");

    [SipRoute("INVITE", "members@*")]
    public Route Members(SipCall call) =>
        call.Caller is { } caller ? Route.Ring(First(call)).With("X-Caller", caller) : Route.Challenge();

    private static string First(SipCall call) => $"{call.Header("X-Ring") ?? "bob"}@{call.Host}";

    private static string Second(SipCall call) => $"{call.Header("X-Then") ?? "carol"}@{call.Host}";

    /// <summary>How often a call came by.</summary>
    [CallState("counted")]
    public sealed class Counted
    {
        public int Times { get; set; }
    }
}
