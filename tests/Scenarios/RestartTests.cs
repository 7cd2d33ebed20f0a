using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>The process is killed (SIGKILL) and started again; what was saved in the tables goes on.</summary>
public sealed class RestartTests
{
    [ToolFact("node", "npm")]
    public async Task A_call_that_was_up_is_hung_up_by_either_side_after_the_restart()
    {
        await using var server = await LocalServer.StartOnTables();
        using var alice = new UdpPhone(server, "alice");
        using var bob = new UdpPhone(server, "bob");
        using var carol = new UdpPhone(server, "carol");
        using var dave = new UdpPhone(server, "dave");
        foreach (var phone in new[] { alice, bob, carol, dave }) Assert.Equal(200, (await phone.Register()).Status);
        var first = await UdpCall.Establish(alice, bob);
        var second = await UdpCall.Establish(carol, dave);

        await server.Kill();
        await server.Restart();

        await first.HangUp(byCaller: true);
        await second.HangUp(byCaller: false);
        foreach (var user in new[] { "alice", "bob", "carol", "dave" }) await server.Until(user, "online");
        await server.UntilNoCallIsUp(calls: 2);

        // And the registrations serve: a new call finds the phone.
        await (await UdpCall.Establish(bob, alice)).HangUp(byCaller: true);
    }

    [ToolFact("baresip", "node", "npm")]
    public async Task Real_phones_hang_up_after_the_restart()
    {
        await using var server = await LocalServer.StartOnTables();
        await using var alice = await Baresip.Registered(new Account("alice", server.Sip));
        await using var bob = await Baresip.Registered(new Account("bob", server.Sip) { AnswersItself = true });
        await alice.Dial("sip:bob@sip.test");
        await alice.Event("CALL_ESTABLISHED");
        await bob.Event("CALL_ESTABLISHED");

        await server.Kill();
        await server.Restart();

        await bob.HangUp();
        await alice.Event("CALL_CLOSED");
        await server.UntilNoCallIsUp(calls: 1);
    }

    [ToolFact("node", "npm")]
    public async Task What_was_saved_but_not_performed_is_performed_after_the_start()
    {
        await using var server = await LocalServer.StartOnTables();
        using var alice = new UdpPhone(server, "alice");
        using var bob = new UdpPhone(server, "bob");
        Assert.Equal(200, (await alice.Register()).Status);
        Assert.Equal(200, (await bob.Register()).Status);
        await server.Kill();

        // From here on the first save is the process's last deed.
        await server.Restart("--Test:CrashAfterSave", "1");
        var invite = await alice.Challenged(alice.NewRequest("INVITE", bob.Address));
        await alice.Send(invite);
        await server.Exit();
        await server.Gone();
        Assert.DoesNotContain(bob.Unread, message => message.Method == "INVITE");

        await server.Restart();
        await bob.Request("INVITE");
    }

    [ToolFact("node", "npm")]
    public async Task A_call_completes_with_one_record_though_the_process_is_killed_between_its_messages()
    {
        await using var server = await LocalServer.StartOnTables();
        using var alice = new UdpPhone(server, "alice");
        using var bob = new UdpPhone(server, "bob");
        Assert.Equal(200, (await bob.Register()).Status);

        var ringing = await UdpRinging.Begin(alice, bob);
        await Again(server);
        var answer = await ringing.Answer();
        var dialog = await ringing.Answered();
        await Again(server);
        await ringing.Acknowledge(dialog);
        var call = await ringing.Up(dialog, answer);
        await Again(server);
        await call.HangUp(byCaller: true);
        await server.UntilNoCallIsUp(calls: 1);
    }

    [ToolFact("node", "npm")]
    public async Task A_call_completes_with_one_record_though_the_process_dies_after_the_save_of_each_step()
    {
        await using var server = await LocalServer.StartOnTables();
        using var alice = new UdpPhone(server, "alice");
        using var bob = new UdpPhone(server, "bob");
        Assert.Equal(200, (await bob.Register()).Status);

        // Nobody repeats anything: what reaches the other side was in the outbox.
        var ringing = await UdpRinging.Begin(alice, bob);
        SipText answer = null!;
        await DiesInIt(server, async () => answer = await ringing.Answer());
        var dialog = await ringing.Answered();
        await DiesInIt(server, () => ringing.Acknowledge(dialog));
        await ringing.Up(dialog, answer);
        var bye = alice.InDialog(dialog, "BYE");
        await DiesInIt(server, () => alice.Send(bye));
        await bob.Reply(await bob.Request("BYE"), 200);
        Assert.Equal(200, (await alice.Final(bye)).Status);
        await server.UntilNoCallIsUp(calls: 1);
    }

    private static async Task Again(LocalServer server)
    {
        await server.Kill();
        await server.Restart();
    }

    /// <summary>The process dies between the save and its effects, and starts again.</summary>
    private static async Task DiesInIt(LocalServer server, Func<Task> send)
    {
        await server.Kill();
        await server.Restart("--Test:CrashAfterSave", "1");
        await send();
        await server.Exit();
        await server.Gone();
        await server.Restart();
    }
}
