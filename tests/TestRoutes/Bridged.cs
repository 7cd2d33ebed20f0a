using ServerlessSip.Engine.Routing;

namespace ServerlessSip.TestRoutes;

/// <summary>Calls that are bridged; X-Ring names to whom.</summary>
public sealed class Bridged
{
    [SipRoute("INVITE", "bridge@*")]
    public Route Bridge(SipCall call) => Route.Bridge($"sip:{call.Header("X-Ring") ?? "bob"}@{call.Host}");

    [SipRoute("INVITE", "itself@*")]
    public Route Itself(SipCall call) => Route.Bridge($"sip:itself@{call.Host}");
}
