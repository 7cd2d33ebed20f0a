using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>Calls that a user asks for over HTTP, and whose second phone answers late, or too late.</summary>
public sealed class LateAnswerTests
{
    private const string Session = "v=0\r\no=phone 7 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        + "m=audio 4000 RTP/AVP 0\r\n";

    [Fact]
    public async Task An_answer_that_crosses_the_hang_up_gets_ACK_and_BYE()
    {
        await using var server = await LocalServer.Start();
        using var alice = new UdpPhone(server, "alice");
        using var bob = new UdpPhone(server, "bob");
        await alice.Register();
        await bob.Register();
        using var api = new CallControlApi(server, "alice");

        var key = await api.Call("bob");
        var (first, second) = await BothRing(alice, bob);
        Assert.NotEqual(first["Call-ID"], second["Call-ID"]);
        Assert.Equal(200, await api.HangUp(key));
        var cancel = await bob.Request("CANCEL");
        await bob.Reply(cancel, 200);
        await bob.Reply(second, 200, "b", Session);
        Assert.Contains("m=audio 0 ", (await bob.Request("ACK")).Body, StringComparison.Ordinal);
        await bob.Reply(await bob.Request("BYE"), 200);
        await alice.Reply(await alice.Request("BYE"), 200);
        Assert.Equal("cancelled", (await api.Ended(key)).GetProperty("reason").GetString());
        await server.UntilNoCallIsUp(calls: 1);
    }

    [Fact]
    public async Task A_second_who_answers_after_40_s_is_joined_and_hung_up()
    {
        await using var server = await LocalServer.Start();
        using var alice = new UdpPhone(server, "alice");
        using var bob = new UdpPhone(server, "bob");
        await alice.Register();
        await bob.Register();
        using var api = new CallControlApi(server, "alice");

        var key = await api.Call("bob");
        var (_, second) = await BothRing(alice, bob);
        await Task.Delay(TimeSpan.FromSeconds(40));
        await bob.Reply(second, 200, "b", Session.Replace("phone", "bob", StringComparison.Ordinal));
        var offer = await alice.Request("INVITE");
        Assert.Contains("m=audio 4000", offer.Body, StringComparison.Ordinal);
        await alice.Reply(offer, 200, null, Session.Replace("phone", "alice", StringComparison.Ordinal));
        Assert.Contains("o=alice", (await bob.Request("ACK")).Body, StringComparison.Ordinal);
        await alice.Request("ACK");
        await api.Until(key, "answered");
        Assert.Equal(200, await api.HangUp(key));
        await alice.Reply(await alice.Request("BYE"), 200);
        await bob.Reply(await bob.Request("BYE"), 200);
        Assert.Equal("normal", (await api.Ended(key)).GetProperty("reason").GetString());
    }

    /// <summary>The first has answered, the second rings: the INVITEs of both.</summary>
    private static async Task<(SipText First, SipText Second)> BothRing(UdpPhone alice, UdpPhone bob)
    {
        var first = await alice.Request("INVITE");
        await alice.Reply(first, 180, "a");
        await alice.Reply(first, 200, "a", Session);
        await alice.Request("ACK");
        var second = await bob.Request("INVITE");
        await bob.Reply(second, 180, "b");
        return (first, second);
    }
}
