using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;
using Xunit.Abstractions;

namespace ServerlessSip.Scenarios;

/// <summary>Routes that throw, hang and decide nonsense beside calls that have nothing to do with them.</summary>
[Collection(Alone.Name)]
public sealed class BadRouteTests(ITestOutputHelper output)
{
    private const string Password = "[authentication username=alice password=pw-alice]";

    private static readonly string[] s_bad =
    [
        "throws", "hangs", "slow", "null", "foreign", "task-throws", "task-hangs", "task-blocks", "task-null",
    ];

    [ToolFact("sipp")]
    public async Task Bad_routes_under_fifty_calls_a_second_cost_their_own_calls_only()
    {
        await using var server = await LocalServer.Start(
            "--Routes:Assembly", LocalServer.Metadata("TestRoutes"), "--Routes:WorkSeconds", "2");
        using var bob = new UdpPhone(server, "bob");
        var port = FreePorts.Take();
        Assert.Equal(200, (await bob.Register(contact: $"<sip:bob@127.0.0.1:{port}>")).Status);
        await using var callee = Sipp.Start(new SippRun("answer", server.Sip) { LocalPort = port, Calls = 500 });

        // Three ways to bob: with no route, with one that decides at once, with one that waits.
        var good = Sipp.Complete(new SippRun("call", server.Sip)
        {
            Calls = 500,
            PerSecond = 50,
            Fields = [.. new[] { "bob", "one", "later" }.Select(to => $"alice;{to};{Password}")],
        });
        var bad = Sipp.Complete(new SippRun("refused", server.Sip)
        {
            Calls = 90,
            PerSecond = 10,
            Fields = [.. s_bad.Select(to => $"alice;{to};{Password}")],
        });
        foreach (var (report, calls) in new[] { (await good, 500), (await bad, 90) })
        {
            Assert.True(report is { Exit: 0, Failed: 0 } && report.Succeeded == calls, $"{report}\n{server.Output}");
            output.WriteLine($"{report.Succeeded} of {calls}: median {report.AnswerPercentile(50)} ms, "
                + $"p99 {report.AnswerPercentile(99)} ms");
        }
    }
}
