using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>Two phones that others wrote register with digest and call each other.</summary>
[Collection(Alone.Name)]
public sealed class RealCallTests
{
    [ToolTheory("baresip")]
    [InlineData("udp", "udp")]
    [InlineData("udp", "tcp")]
    [InlineData("tcp", "udp")]
    [InlineData("tcp", "tcp")]
    public async Task Baresip_calls_baresip_and_either_hangs_up(string callerTransport, string calleeTransport)
    {
        await using var server = await LocalServer.Start();
        await using var alice = await Baresip.Registered(
            new Account("alice", server.Sip) { Transport = callerTransport });
        await using var bob = await Baresip.Registered(
            new Account("bob", server.Sip) { Transport = calleeTransport, AnswersItself = true });

        await Talk(alice, bob);
        await alice.HangUp();
        await bob.Event("CALL_CLOSED");

        await Talk(alice, bob);
        await bob.HangUp();
        await alice.Event("CALL_CLOSED");
        await server.UntilNoCallIsUp(calls: 2);
    }

    [ToolTheory("baresip", "linphonec", "stdbuf")]
    [InlineData("udp", "udp")]
    [InlineData("udp", "tcp")]
    [InlineData("tcp", "udp")]
    public async Task Linphone_and_baresip_call_each_other(string linphoneTransport, string baresipTransport)
    {
        await using var server = await LocalServer.Start();
        await using var carol = await Linphone.Registered(
            new Account("carol", server.Sip) { Transport = linphoneTransport, AnswersItself = true });
        await using var bob = await Baresip.Registered(
            new Account("bob", server.Sip) { Transport = baresipTransport, AnswersItself = true });

        carol.Dial("sip:bob@sip.test");
        await carol.Line("connected");
        await bob.Event("CALL_ESTABLISHED");
        carol.HangUp();
        await bob.Event("CALL_CLOSED");

        await bob.Dial("sip:carol@sip.test");
        await bob.Event("CALL_ESTABLISHED");
        await bob.HangUp();
        await carol.Line(@"\bended\b");
        await server.UntilNoCallIsUp(calls: 2);
    }

    [ToolFact("baresip")]
    public async Task A_caller_who_is_turned_down_hears_busy()
    {
        await using var server = await LocalServer.Start();
        await using var alice = await Baresip.Registered(new Account("alice", server.Sip));
        await using var bob = await Baresip.Registered(new Account("bob", server.Sip));
        await alice.Dial("sip:bob@sip.test");
        await bob.Event("CALL_INCOMING");
        await bob.HangUp();
        var closed = await alice.Event("CALL_CLOSED");
        Assert.Contains("486", closed.ToString(), StringComparison.Ordinal);
    }

    private static async Task Talk(Baresip caller, Baresip callee)
    {
        await caller.Dial("sip:bob@sip.test");
        await caller.Event("CALL_ESTABLISHED");
        await callee.Event("CALL_ESTABLISHED");
    }
}
