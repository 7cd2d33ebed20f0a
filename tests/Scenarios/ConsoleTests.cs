using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

[Collection(Alone.Name)]
public sealed class ConsoleTests
{
    [ToolFact("chromium")]
    public async Task The_page_shows_phones_come_and_a_call_ring_answer_and_end_as_it_happens()
    {
        await using var server = await LocalServer.Start();
        await using var page = await ConsolePage.Open(server);
        using var alice = new UdpPhone(server, "alice");
        using var bob = new UdpPhone(server, "bob");
        await page.ShowsLink("live");
        await page.ShowsUser("alice", "offline");

        await alice.Register();
        await bob.Register();
        await page.ShowsUser("alice", "online");
        await page.ShowsUser("bob", "online");

        var invite = await alice.Challenged(alice.NewRequest("INVITE", bob.Address));
        await alice.Send(invite);
        var received = await bob.Request("INVITE");
        var tag = UdpPhone.Random();
        await bob.Reply(received, 180, tag);
        Assert.Contains("alice@sip.test → bob@sip.test", await page.ShowsCall("ringing"));

        var answered = await bob.Reply(received, 200, tag);
        var dialog = PhoneDialog.OfCaller(await alice.Final(invite));
        await alice.Send(alice.InDialog(dialog, "ACK", int.Parse(invite["CSeq"].Split(' ')[0])));
        await bob.Request("ACK");
        Assert.Matches(@"00:0\d", await page.ShowsCall("answered"));

        var call = new UdpCall(alice, bob, dialog, PhoneDialog.OfCallee(received, answered["To"]))
        { Received = received };
        await call.HangUp(byCaller: false);
        Assert.Contains("normal", await page.ShowsCall("ended"));

        await bob.Register(expires: 0);
        await page.ShowsUser("bob", "offline");
        Assert.False(await page.Overflows());
        Assert.Empty(page.Complaints);
    }

    [ToolFact("chromium")]
    public async Task The_page_finds_its_way_back_after_the_server_was_gone()
    {
        await using var server = await LocalServer.Start();
        await using var page = await ConsolePage.Open(server);
        using var alice = new UdpPhone(server, "alice");
        await alice.Register();
        await page.ShowsUser("alice", "online");

        await server.Kill();
        await page.ShowsLink("connecting", TimeSpan.FromSeconds(30));
        await server.Restart();

        await page.ShowsLink("live", TimeSpan.FromSeconds(30));
        // Memory forgets; the page must not hold on to what it knew.
        await page.ShowsUser("alice", "offline");
        await alice.Register();
        await page.ShowsUser("alice", "online");
    }
}
