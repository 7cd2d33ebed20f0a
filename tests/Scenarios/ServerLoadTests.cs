using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;
using Xunit.Abstractions;

namespace ServerlessSip.Scenarios;

/// <summary>SIPp's calls with digest; every one must pass.</summary>
[Collection(Alone.Name)]
public sealed class ServerLoadTests(ITestOutputHelper output)
{
    private const string Credentials = "alice;bob;[authentication username=alice password=pw-alice]";

    [ToolFact("sipp")]
    public async Task Two_hundred_calls_pass_at_fifty_a_second_in_memory()
    {
        await using var server = await LocalServer.Start();
        await PassAll(server, calls: 200, perSecond: 50);
    }

    [ToolFact("sipp", "node", "npm")]
    public async Task Two_hundred_calls_pass_at_ten_a_second_on_Azurite()
    {
        await using var server = await LocalServer.StartOnTables();
        await PassAll(server, calls: 200, perSecond: 10);
    }

    [ToolFact("sipp")]
    public async Task Twenty_of_twenty_calls_pass_with_a_tenth_of_the_messages_lost_in_each_of_five_runs()
    {
        await using var server = await LocalServer.Start();
        var phone = await RegisterPhone(server);
        await using var callee = Answer(server, phone, calls: 100);
        // The runs go on at once: the time is spent on waiting for repeats.
        var runs = Enumerable.Range(0, 5).Select(_ => Sipp.Complete(new SippRun("call", server.Sip)
        {
            Calls = 20,
            PerSecond = 10,
            Fields = [Credentials],
            LostPercent = 10,
            TalkMs = 2500,
        })).ToArray();
        foreach (var report in await Task.WhenAll(runs))
        {
            output.WriteLine($"{report.Succeeded} of 20, p99 {report.AnswerPercentile(99)} ms");
            Assert.True(report is { Exit: 0, Succeeded: 20, Failed: 0 }, report.ToString());
        }
    }

    private async Task PassAll(LocalServer server, int calls, int perSecond)
    {
        var phone = await RegisterPhone(server);
        await using var callee = Answer(server, phone, calls);
        var report = await Sipp.Complete(
            new SippRun("call", server.Sip) { Calls = calls, PerSecond = perSecond, Fields = [Credentials] });
        Assert.True(report.Exit == 0 && report.Succeeded == calls && report.Failed == 0, $"{report}\n{server.Output}");
        output.WriteLine($"INVITE to 200 at {perSecond}/s: median {report.AnswerPercentile(50)} ms, "
            + $"p99 {report.AnswerPercentile(99)} ms");
    }

    private static Sipp Answer(LocalServer server, int port, int calls) =>
        Sipp.Start(new SippRun("answer", server.Sip) { LocalPort = port, Calls = calls });

    /// <summary>Registers bob at a free port, where SIPp will then answer.</summary>
    private static async Task<int> RegisterPhone(LocalServer server)
    {
        using var bob = new UdpPhone(server, "bob");
        var port = FreePorts.Take();
        Assert.Equal(200, (await bob.Register(contact: $"<sip:bob@127.0.0.1:{port}>")).Status);
        return port;
    }
}
