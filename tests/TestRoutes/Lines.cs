using ServerlessSip.Engine.Routing;

namespace ServerlessSip.TestRoutes;

/// <summary>Ways out over the trunks that the scenarios configure.</summary>
public sealed class Lines
{
    [SipRoute("INVITE", "out@*")]
    public Route Out(SipCall call) => Route.Trunk("two");

    [SipRoute("INVITE", "number@*")]
    public Route Number(SipCall call) => Route.Trunk("two").To("+4930123").With("X-Line", "7")
        .As($"+4930@{call.Host}");

    [SipRoute("INVITE", "watched@*")]
    public Route Watched(SipCall call) => Route.Trunk("watched").On(486, Route.Reply(486, "Taken"))
        .Else(Route.Reply(480, "All lines are out"));
}
