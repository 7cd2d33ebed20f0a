using System.Net;
using System.Net.Sockets;
using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>A trunk of two targets with a second each, and one whose targets are watched.</summary>
[Collection(Alone.Name)]
public sealed class TrunkScenarioTests(TrunkScenarioTests.Server server) : IClassFixture<TrunkScenarioTests.Server>
{
    private static readonly int s_first = FreePorts.Take();
    private static readonly int s_second = FreePorts.Take();

    public sealed class Server() : SharedServer(
        "--Routes:Assembly", LocalServer.Metadata("TestRoutes"), "--Trunks:two:Seconds", "1",
        "--Trunks:two:Targets", $"127.0.0.1:{s_first},127.0.0.1:{s_second}", "--Trunks:two:ProbeSeconds", "0");

    private static SippPhone Carrier => SippPhone.Callee("carrier").ExpectInvite();

    private static SippPhone Caller => SippPhone.Caller("alice", "out").Invite();

    [ToolFact("sipp")]
    public async Task A_call_that_the_first_target_cannot_take_goes_to_the_second()
    {
        await using var cast = new SippCast(server.Local);
        await cast.WaitingAt(s_first, Carrier.Say(503).Hear("ACK"));
        var second = await cast.WaitingAt(s_second, Carrier.Say(180).Pause(50).Answer().IsHungUp());
        await cast.Play(Caller.Expect(180).Expect(200).Ack().HangUp());

        var invite = Assert.Single(second.Messages.Received("INVITE"));
        Assert.Equal($"INVITE sip:out@127.0.0.1:{s_second} SIP/2.0", invite.StartLine);
    }

    [ToolFact("sipp")]
    public async Task A_silent_first_target_has_its_second_and_then_the_second_target_is_called()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, s_first));
        await using var cast = new SippCast(server.Local);
        var second = await cast.WaitingAt(s_second, Carrier.Say(180).Pause(50).Answer().IsHungUp());
        var seen = await cast.Play(Caller.Expect(180).Expect(200).Ack().HangUp());

        Assert.InRange(
            second.Messages.Received("INVITE")[0].At - seen.Sent("INVITE")[^1].At,
            TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
        Assert.True(silent.Available > 0);
    }

    [ToolFact("sipp")]
    public async Task Busy_at_the_far_end_is_busy_and_the_second_target_hears_nothing()
    {
        using var second = new UdpClient(new IPEndPoint(IPAddress.Loopback, s_second));
        await using var cast = new SippCast(server.Local);
        await cast.WaitingAt(s_first, Carrier.Say(486).Hear("ACK"));
        await cast.Play(Caller.Expect(486).AckFailure());

        Assert.Equal(0, second.Available);
    }

    [ToolFact("sipp")]
    public async Task The_trunk_sees_the_number_header_and_caller_of_the_route_and_may_hang_up()
    {
        await using var cast = new SippCast(server.Local);
        var carrier = SippPhone.Callee("carrier").ExpectInvite(
            SippLook.Is("X-Line", "7"), SippLook.Is("P-Asserted-Identity", "<sip:+4930@sip.test>"));
        var first = await cast.WaitingAt(s_first, carrier.Answer().Request("BYE").Expect(200, "BYE"));
        await cast.Play(SippPhone.Caller("alice", "number").Invite().Expect(200).Ack().IsHungUp());

        var invite = Assert.Single(first.Messages.Received("INVITE"));
        Assert.Equal($"INVITE sip:+4930123@127.0.0.1:{s_first} SIP/2.0", invite.StartLine);
        await server.Local.UntilCallsEnded("number");
    }

    [Fact]
    public async Task Nobody_reaches_a_trunks_target_by_its_address()
    {
        using var first = new UdpClient(new IPEndPoint(IPAddress.Loopback, s_first));
        using var alice = new UdpPhone(server.Local, "alice");
        var answer = await alice.Answered(alice.NewRequest("INVITE", $"sip:99@127.0.0.1:{s_first}"));

        Assert.Equal(403, answer.Status);
        Assert.Equal(0, first.Available);
    }

    [Fact]
    public async Task A_target_that_goes_silent_is_passed_over_until_it_answers_again_and_Else_follows_when_all_do()
    {
        using var first = new Gateway();
        using var second = new Gateway();
        await using var watched = await LocalServer.Start(
            "--Routes:Assembly", LocalServer.Metadata("TestRoutes"), "--Trunks:watched:Seconds", "1",
            "--Trunks:watched:Targets", $"{first.Address},{second.Address}", "--Trunks:watched:ProbeSeconds", "1",
            "--Trunks:watched:Misses", "2", "--Trunks:watched:Goods", "2");
        await Becomes(watched, "in", "in");

        first.IsSilent = true;
        await Becomes(watched, "out", "in");
        Assert.Equal(486, (await Call(watched)).Status);
        Assert.Equal((0, 1), (first.Calls, second.Calls));

        first.IsSilent = false;
        await Becomes(watched, "in", "in");
        Assert.Equal(486, (await Call(watched)).Status);
        Assert.Equal((1, 1), (first.Calls, second.Calls));

        first.IsSilent = second.IsSilent = true;
        await Becomes(watched, "out", "out");
        Assert.Equal("SIP/2.0 480 All lines are out", (await Call(watched)).StartLine);
        Assert.Equal((2, 2), (first.Calls, second.Calls));
        var events = (await watched.Api.Events("trunks/watched")).GetProperty("events").EnumerateArray();
        Assert.Equal(
            ["out", "in", "out", "out"],
            events.Select(e => e.GetProperty("data").GetProperty("state").GetString()));
    }

    private static async Task<SipText> Call(LocalServer server)
    {
        using var alice = new UdpPhone(server, "alice");
        return await alice.Answered(alice.NewRequest("INVITE", $"sip:watched@{LocalServer.Domain}"));
    }

    private static Task<string> Becomes(LocalServer server, params string[] states) => Patience.Until(
        async () => string.Join(' ', (await server.Api.Get("trunks/watched")).GetProperty("targets").EnumerateArray()
            .Select(target => target.GetProperty("state").GetString())),
        now => now == string.Join(' ', states), string.Join(' ', states));
}
