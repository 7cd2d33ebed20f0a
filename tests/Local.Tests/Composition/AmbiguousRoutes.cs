using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Local.Tests.Composition;

/// <summary>What no server starts with, when it is told to load this very assembly.</summary>
public static class AmbiguousRoutes
{
    [SipRoute("INVITE", "1*@*")]
    public static Route One(SipCall call) => Route.Continue();

    [SipRoute("INVITE", "*1@*")]
    public static Route Two(SipCall call) => Route.Continue();
}
