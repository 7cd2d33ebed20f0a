using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Local.Tests.Recording;

/// <summary>The hunt of the live system after a change: another one is asked first.</summary>
public sealed class ChangedRoutes
{
    [SipRoute("INVITE", "hunt@*")]
    public Route Hunt(SipCall call) => Route.Ring($"carol@{call.Host}", $"bob@{call.Host}").InOrder().For(1.Seconds())
        .Else(Route.Reply(480, "Nobody is in"));
}
