using ServerlessSip.Engine.Routing;

namespace ServerlessSip.TestRoutes;

/// <summary>Routes as nobody should write them.</summary>
public sealed class Bad
{
    [SipRoute("INVITE", "throws@*")]
    public Route Throws(SipCall call) => throw new InvalidOperationException("on purpose");

    [SipRoute("INVITE", "hangs@*")]
    public Route Hangs(SipCall call)
    {
        Thread.Sleep(Timeout.Infinite);
        return Route.Continue();
    }

    [SipRoute("INVITE", "slow@*")]
    public Route Slow(SipCall call)
    {
        Thread.Sleep(1000);
        return Route.Reply(603);
    }

    [SipRoute("INVITE", "null@*")]
    public Route Null(SipCall call) => null!;

    [SipRoute("INVITE", "foreign@*")]
    public Route Foreign(SipCall call) => Route.Ring("sip:stranger@elsewhere.example");

    [SipRoute("INVITE", "task-throws@*")]
    public async Task<Route> TaskThrows(SipCall call)
    {
        await Task.Yield();
        throw new InvalidOperationException("on purpose");
    }

    [SipRoute("INVITE", "task-hangs@*")]
    public async Task<Route> TaskHangs(SipCall call)
    {
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
        return Route.Continue();
    }

    [SipRoute("INVITE", "task-blocks@*")]
    public async Task<Route> TaskBlocks(SipCall call)
    {
        await Task.Yield();
        Thread.Sleep(Timeout.Infinite);
        return Route.Continue();
    }

    [SipRoute("INVITE", "task-null@*")]
    public Task<Route> TaskNull(SipCall call) => null!;
}
