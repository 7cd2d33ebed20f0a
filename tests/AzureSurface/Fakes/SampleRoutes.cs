using ServerlessSip.Engine.Routing;

namespace ServerlessSip.AzureSurface.Fakes;

/// <summary>A route as users write them.</summary>
public sealed class SampleRoutes
{
    [SipRoute("INVITE", "sales@*")]
    public Route Sales(SipCall call) => Route.Ring($"ann@{call.Host}");
}
