using ServerlessSip.Engine.Routing;

namespace ServerlessSip.RouteTesting.Tests;

/// <summary>Routes as a user might have them, one for each thing that a test can ask.</summary>
public sealed class TestedRoutes(TestedRoutes.Log log, TimeProvider clock)
{
    [SipRoute("INVITE", "sales@*")]
    public Route Sales(SipCall call) => Route.Ring("ann@example.com", "bob@example.com").For(20.Seconds())
        .With("X-Dept", "sales").Else(Route.Continue("nobody"));

    [SipContinuation("nobody")]
    public Route Nobody(SipCall call)
    {
        call.State<Counter>().Times++;
        return Route.Reply(480, "Try later").With("X-Times", $"{call.State<Counter>().Times}").Because("nobody in");
    }

    [SipRoute("INVITE", "slow@*")]
    public async Task<Route> Slow(SipCall call, CancellationToken cancel)
    {
        cancel.Register(() => log.Add("token"));
        var never = new TaskCompletionSource().Task.WaitAsync(5.Seconds(), clock, cancel);
        await never.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return Route.Ring("ann@example.com");
    }

    [SipRoute("INVITE", "throws@*")]
    public Route Throws(SipCall call) => throw new InvalidOperationException("no good");

    [SipRoute("INVITE", "bridge@*")]
    public Route Bridge(SipCall call) => Route.Bridge("ann@example.com");

    [SipRoute("MESSAGE", "bot@*")]
    public Route Bot(SipCall call) => Route.Reply(200);

    [OnAnswered, OnEnded, OnCancelled]
    public void Told(SipCallEvent told) => log.Add($"{told.Hook}");

    /// <summary>What was told.</summary>
    public sealed class Log
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines => _lines;

        public void Add(string line) => _lines.Add(line);
    }

    /// <summary>How often a call came by.</summary>
    [CallState("counter")]
    public sealed class Counter
    {
        public int Times { get; set; }
    }
}
