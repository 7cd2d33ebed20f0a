using System.Text;
using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>The process is killed while a caller waits or an agent's phone rings, and started again.</summary>
public sealed class QueueRestartTests
{
    private static readonly string[] s_options =
    [
        "--Routes:Assembly", LocalServer.Metadata("TestRoutes"),
        "--Queues:help:Members", "bob", "--Queues:help:WrapUpSeconds", "0",
    ];

    [ToolFact("node", "npm")]
    public async Task Killed_between_offer_and_answer_no_caller_is_lost_and_no_agent_blocked()
    {
        await using var server = await LocalServer.StartOnTables(s_options);
        using var bob = new UdpPhone(server, "bob");
        using var alice = new UdpPhone(server, "alice");
        using var carol = new UdpPhone(server, "carol");
        await LogIn(server, bob);
        var first = await Queue(alice);
        var offered = await bob.Request("INVITE");
        await bob.Reply(offered, 180, "b1");
        await alice.Provisional(first, 180);
        var second = await Queue(carol);

        await server.Kill();
        await server.Restart();

        await bob.Reply(offered, 200, "b1");
        await Talk(alice, first, bob);
        // The second kept its place: the agent is free for it.
        var next = await bob.Request("INVITE");
        await bob.Reply(next, 200, "b2");
        await Talk(carol, second, bob);
        await Patience.Until(() => server.Api.Get("queues/help"), queue =>
            queue.GetProperty("callers").GetArrayLength() == 0
            && queue.GetProperty("agents")[0].GetProperty("state").GetString() == "idle", "free agent");
    }

    [ToolFact("node", "npm")]
    public async Task Killed_when_the_offer_is_saved_and_not_told_the_agent_rings_after_the_start()
    {
        await using var server = await LocalServer.StartOnTables(s_options);
        using var bob = new UdpPhone(server, "bob");
        using var alice = new UdpPhone(server, "alice");
        await LogIn(server, bob);
        await server.Kill();

        // The call's question, its wait, and then the queue's offer are saved.
        await server.Restart("--Test:CrashAfterSave", "3");
        var invite = await Queue(alice);
        await server.Exit();
        await server.Gone();
        Assert.DoesNotContain(bob.Unread, message => message.Method == "INVITE");
        await server.Restart();

        await bob.Reply(await bob.Request("INVITE"), 200, "b1");
        await Talk(alice, invite, bob);
    }

    private static async Task LogIn(LocalServer server, UdpPhone bob)
    {
        Assert.Equal(200, (await bob.Register()).Status);
        using var http = new HttpClient();
        using var body = new StringContent("""{"user":"bob"}""", Encoding.UTF8, "application/json");
        var agents = new Uri($"http://127.0.0.1:{server.HttpPort}/queues/help/agents");
        using var answer = await http.PostAsync(agents, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<SipText> Queue(UdpPhone caller)
    {
        var invite = await caller.Challenged(caller.NewRequest("INVITE", $"sip:queue-help@{LocalServer.Domain}"));
        await caller.Send(invite);
        await caller.Provisional(invite, 182);
        return invite;
    }

    /// <summary>The 200 comes, is acknowledged, and the caller hangs up.</summary>
    private static async Task Talk(UdpPhone caller, SipText invite, UdpPhone agent)
    {
        var answer = await caller.Final(invite);
        Assert.Equal(200, answer.Status);
        var dialog = PhoneDialog.OfCaller(answer);
        await caller.Send(caller.InDialog(dialog, "ACK", int.Parse(invite["CSeq"].Split(' ')[0])));
        await agent.Request("ACK");
        var bye = caller.InDialog(dialog, "BYE");
        await caller.Send(bye);
        await agent.Reply(await agent.Request("BYE"), 200);
        Assert.Equal(200, (await caller.Final(bye)).Status);
    }
}
