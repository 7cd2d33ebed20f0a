using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>Calls that a user asks for over HTTP: both phones ring in turn, and none is left up alone.</summary>
[Collection(Alone.Name)]
public sealed class ClickToCallTests
{
    private const string Media = "incoming rtp for 'audio' established";

    [ToolFact("baresip")]
    public async Task Two_baresips_ring_in_turn_talk_and_are_hung_up()
    {
        await using var server = await LocalServer.Start();
        await using var alice = await Baresip.Registered(new Account("alice", server.Sip));
        await using var bob = await Baresip.Registered(new Account("bob", server.Sip) { Transport = "tcp" });
        using var api = new CallControlApi(server, "alice");

        var key = await api.Call("bob");
        await alice.Event("CALL_INCOMING");
        await alice.Accept();
        await alice.Event("CALL_ESTABLISHED");
        await bob.Event("CALL_INCOMING");
        await bob.Accept();
        await bob.Event("CALL_ESTABLISHED");
        await api.Until(key, "answered");
        await alice.Line(Media);
        await bob.Line(Media);

        Assert.Equal(200, await api.HangUp(key));
        await alice.Event("CALL_CLOSED");
        await bob.Event("CALL_CLOSED");
        Assert.Equal("normal", (await api.Ended(key)).GetProperty("reason").GetString());
        Assert.Equal(404, await api.HangUp(key));
        await server.UntilNoCallIsUp(calls: 1);
    }

    [ToolFact("baresip")]
    public async Task Each_way_to_fail_leaves_no_baresip_up()
    {
        await using var server = await LocalServer.Start();
        await using var alice = await Baresip.Registered(new Account("alice", server.Sip));
        await using var bob = await Baresip.Registered(new Account("bob", server.Sip));
        using var api = new CallControlApi(server, "alice");

        var firstBusy = await api.Call("bob");
        await alice.Event("CALL_INCOMING");
        await alice.HangUp();
        await alice.Event("CALL_CLOSED");
        Assert.Equal("busy", (await api.Ended(firstBusy)).GetProperty("reason").GetString());

        var secondBusy = await api.Call("bob");
        await Answer(alice);
        await bob.Event("CALL_INCOMING");
        await bob.HangUp();
        await bob.Event("CALL_CLOSED");
        await alice.Event("CALL_CLOSED");
        Assert.Equal("busy", (await api.Ended(secondBusy)).GetProperty("reason").GetString());

        var whileFirstRings = await api.Call("bob");
        await alice.Event("CALL_INCOMING");
        Assert.Equal(200, await api.HangUp(whileFirstRings));
        await alice.Event("CALL_CLOSED");
        Assert.Equal("cancelled", (await api.Ended(whileFirstRings)).GetProperty("reason").GetString());

        var whileSecondRings = await api.Call("bob");
        await Answer(alice);
        await bob.Event("CALL_INCOMING");
        Assert.Equal(200, await api.HangUp(whileSecondRings));
        await bob.Event("CALL_CLOSED");
        await alice.Event("CALL_CLOSED");
        Assert.Equal("cancelled", (await api.Ended(whileSecondRings)).GetProperty("reason").GetString());

        var firstGivesUp = await api.Call("bob");
        await Answer(alice);
        await bob.Event("CALL_INCOMING");
        await alice.HangUp();
        await bob.Event("CALL_CLOSED");
        Assert.Equal("cancelled", (await api.Ended(firstGivesUp)).GetProperty("reason").GetString());
        await server.UntilNoCallIsUp(calls: 5);
    }

    [ToolFact("baresip", "linphonec", "stdbuf")]
    public async Task A_baresip_and_a_linphone_are_joined_whichever_is_first()
    {
        await using var server = await LocalServer.Start();
        await using var alice = await Baresip.Registered(new Account("alice", server.Sip) { AnswersItself = true });
        await using var carol = await Linphone.Registered(new Account("carol", server.Sip) { AnswersItself = true });

        using var fromAlice = new CallControlApi(server, "alice");
        var key = await fromAlice.Call("carol");
        await fromAlice.Until(key, "answered");
        await alice.Event("CALL_ESTABLISHED");
        await carol.Line("connected");
        Assert.Equal(200, await fromAlice.HangUp(key));
        await alice.Event("CALL_CLOSED");
        await carol.Line(@"\bended\b");

        using var fromCarol = new CallControlApi(server, "carol");
        key = await fromCarol.Call("alice");
        await fromCarol.Until(key, "answered");
        await alice.Event("CALL_ESTABLISHED");
        Assert.Equal(200, await fromCarol.HangUp(key));
        await alice.Event("CALL_CLOSED");
        await carol.Line(@"\bended\b");
        await server.UntilNoCallIsUp(calls: 2);
    }

    [ToolFact("baresip")]
    public async Task A_transfer_joins_the_party_with_the_target()
    {
        await using var server = await LocalServer.Start();
        await using var alice = await Baresip.Registered(new Account("alice", server.Sip));
        await using var bob = await Baresip.Registered(new Account("bob", server.Sip) { AnswersItself = true });
        await using var carol = await Baresip.Registered(new Account("carol", server.Sip));
        using var api = new CallControlApi(server, "alice");

        var key = await api.Call("bob");
        await Answer(alice);
        await api.Until(key, "answered");
        await bob.Line(Media);
        Assert.Equal(202, await api.Transfer(key, "carol"));
        await Answer(carol);
        await alice.Event("CALL_CLOSED");
        await carol.Line(Media);
        await Patience.Until(
            () => server.Api.Get($"calls/{key}"),
            call => call.GetProperty("to").GetString()!.StartsWith("carol", StringComparison.Ordinal), "carol");

        await carol.HangUp();
        await bob.Event("CALL_CLOSED");
        Assert.Equal("normal", (await api.Ended(key)).GetProperty("reason").GetString());
        await server.UntilNoCallIsUp(calls: 1);
    }

    private static async Task Answer(Baresip phone)
    {
        await phone.Event("CALL_INCOMING");
        await phone.Accept();
        await phone.Event("CALL_ESTABLISHED");
    }
}
