using System.Text;
using System.Text.Json;
using ServerlessSip.Contracts;
using ServerlessSip.Scenarios.Clients;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios;

/// <summary>Queues and parked calls on the wire; each test has a queue and agents of its own.</summary>
[Collection(Alone.Name)]
public sealed class QueueScenarioTests(QueueScenarioTests.Server server) : IClassFixture<QueueScenarioTests.Server>
{
    public sealed class Server() : SharedServer(
        "--Routes:Assembly", LocalServer.Metadata("TestRoutes"),
        "--Queues:help:Members", "user1", "--Queues:help:WrapUpSeconds", "1",
        "--Queues:next:Members", "user2,user3", "--Queues:next:RingSeconds", "1",
        "--Queues:next:Strategy", "round-robin",
        "--Queues:line:Members", "user4", "--Queues:line:WrapUpSeconds", "0",
        "--Queues:brief:Members", "user5", "--Queues:brief:WaitSeconds", "1",
        "--Queues:all:Members", "user6,user7", "--Queues:all:Strategy", "ring-all",
        "--Queues:all:LoginBy", "register",
        "--Queues:gone:Members", "user8");

    [ToolFact("sipp")]
    public async Task A_caller_hears_its_place_rings_through_to_the_agent_and_talks()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(SippPhone.Callee("user1").ExpectInvite().Say(180).Pause(50).Answer().IsHungUp());
        await Login("help", "user1");

        var heard = await cast.Play(SippPhone.Caller("alice", "queue-help").Invite()
            .Allow(182).Allow(182).Expect(180).Expect(200).Ack().Pause(100).HangUp());

        Assert.Equal(
            ["SIP/2.0 182 Queued", "SIP/2.0 182 Queued, place 1 of 1"],
            heard.Received("SIP/2.0 182").Select(message => message.StartLine));
        await Until("help", queue => State(queue, "user1") == "wrap-up", "wrap-up of the agent");
        await Until("help", queue => State(queue, "user1") == "idle", "end of the wrap-up");
    }

    [ToolFact("sipp")]
    public async Task An_agent_who_does_not_answer_is_cancelled_and_the_next_has_the_call()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(SippPhone.Callee("user2").ExpectInvite().Say(180).IsCancelled());
        await cast.Waiting(SippPhone.Callee("user3").ExpectInvite().Say(180).Pause(50).Answer().IsHungUp());
        await Login("next", "user2");
        await Login("next", "user3");

        await cast.Play(SippPhone.Caller("alice", "queue-next").Invite()
            .Allow(182).Allow(182).Expect(180).Expect(180).Expect(200).Ack().HangUp());
    }

    [ToolFact("sipp")]
    public async Task Of_agents_who_are_logged_in_by_registering_all_ring_and_the_first_wins()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(SippPhone.Callee("user6").ExpectInvite().Say(180).IsCancelled());
        await cast.Waiting(SippPhone.Callee("user7").ExpectInvite().Say(180).Pause(500).Answer().IsHungUp());

        await cast.Play(SippPhone.Caller("alice", "queue-all").Invite()
            .Allow(182).Allow(182).Expect(180).Expect(180).Expect(200).Ack().HangUp());

        await cast.Forget("user6");
        await cast.Forget("user7");
        await Until("all", queue => queue.GetProperty("agents").EnumerateArray().All(a =>
            a.GetProperty("state").GetString() is "wrap-up" or "busy"), "agents to be off");
    }

    [ToolFact("sipp")]
    public async Task A_wait_that_came_to_nothing_goes_on_with_what_the_route_says()
    {
        await using var cast = new SippCast(server.Local);
        var heard = await cast.Play(SippPhone.Caller("alice", "queue-brief").Invite()
            .Allow(182).Allow(182).Expect(486).AckFailure());

        Assert.Equal("SIP/2.0 486 All are talking", Assert.Single(heard.Received("SIP/2.0 486")).StartLine);
    }

    [ToolFact("sipp")]
    public async Task A_queue_that_there_is_not_is_told_to_a_user_of_ours()
    {
        await using var cast = new SippCast(server.Local);
        var heard = await cast.Play(SippPhone.Caller("alice", "queue-none").Invite().Expect(500).AckFailure());

        Assert.Contains("there is no queue none", Assert.Single(heard.Received("SIP/2.0 500")).Text["Warning"]);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_487_and_is_out_of_the_line()
    {
        using var alice = new UdpPhone(server.Local, "alice");
        var invite = await Queue(alice, "gone");
        await Until("gone", queue => queue.GetProperty("callers").GetArrayLength() == 1, "waiting caller");

        var cancel = UdpPhone.Cancel(invite);
        await alice.Send(cancel);

        Assert.Equal(200, (await alice.Final(cancel)).Status);
        var final = await alice.Final(invite);
        Assert.Equal(487, final.Status);
        await alice.Send(UdpPhone.Ack(invite, final));
        await Until("gone", queue => queue.GetProperty("callers").GetArrayLength() == 0, "empty queue");
    }

    [Fact]
    public async Task The_second_in_the_line_has_the_agent_when_the_first_hangs_up()
    {
        using var agent = new UdpPhone(server.Local, "user4");
        using var alice = new UdpPhone(server.Local, "alice");
        using var bob = new UdpPhone(server.Local, "bob");
        Assert.Equal(200, (await agent.Register()).Status);
        await Login("line", "user4");
        var first = await Queue(alice, "line");
        var atAgent = await agent.Request("INVITE");
        var second = await Queue(bob, "line");
        await bob.Provisional(second, 182);
        var dialog = await Answer(agent, atAgent, alice, first);
        await Until("line", queue => State(queue, "user4") == "busy", "busy agent");
        Assert.DoesNotContain(agent.Unread, message => message.Method == "INVITE");

        await HangUp(alice, dialog, agent);
        await Answer(agent, await agent.Request("INVITE"), bob, second);
    }

    [ToolFact("sipp")]
    public async Task A_parked_call_rings_at_the_phone_of_who_calls_the_slot()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(SippPhone.Callee("carol").ExpectInvite().Say(180).Pause(50).Answer().IsHungUp());
        var parked = cast.Calling(SippPhone.Caller("alice", "slot-701").Invite()
            .Allow(182).Allow(182).Expect(180).Expect(200).Ack().HangUp());
        await UntilParked("701");

        var fetcher = await cast.Play(SippPhone.Caller("carol", "slot-701").Invite()
            .Allow(182).Expect(480).AckFailure());

        Assert.Equal("SIP/2.0 480 Parked call follows", Assert.Single(fetcher.Received("SIP/2.0 480")).StartLine);
        Assert.Equal("SIP/2.0 182 Parked", parked.Messages.Received("SIP/2.0 182").First().StartLine);
    }

    [ToolFact("sipp")]
    public async Task A_parked_call_is_fetched_by_HTTP()
    {
        await using var cast = new SippCast(server.Local);
        await cast.Waiting(SippPhone.Callee("dave").ExpectInvite().Say(180).Pause(50).Answer().IsHungUp());
        cast.Calling(SippPhone.Caller("alice", "slot-702").Invite()
            .Allow(182).Allow(182).Expect(180).Expect(200).Ack().HangUp());
        await UntilParked("702");

        Assert.Equal(200, await Post("parks/702/fetch", "dave"));
        await cast.AllPass();
    }

    [ToolFact("sipp")]
    public async Task A_parked_call_that_nobody_fetches_goes_on_when_its_time_is_over()
    {
        await using var cast = new SippCast(server.Local);
        var heard = await cast.Play(SippPhone.Caller("alice", "slot-703").Invite("X-Seconds: 1\n")
            .Allow(182).Allow(182).Expect(404).AckFailure());

        Assert.Equal("SIP/2.0 404 Nobody came", Assert.Single(heard.Received("SIP/2.0 404")).StartLine);
    }

    private static async Task<SipText> Queue(UdpPhone caller, string queue)
    {
        var invite = await caller.Challenged(caller.NewRequest("INVITE", $"sip:queue-{queue}@{LocalServer.Domain}"));
        await caller.Send(invite);
        await caller.Provisional(invite, 182);
        return invite;
    }

    private static async Task<PhoneDialog> Answer(UdpPhone agent, SipText atAgent, UdpPhone caller, SipText invite)
    {
        await agent.Reply(atAgent, 200, UdpPhone.Random());
        var answer = await caller.Final(invite);
        Assert.Equal(200, answer.Status);
        var dialog = PhoneDialog.OfCaller(answer);
        await caller.Send(caller.InDialog(dialog, "ACK", int.Parse(invite["CSeq"].Split(' ')[0])));
        await agent.Request("ACK");
        return dialog;
    }

    private static async Task HangUp(UdpPhone caller, PhoneDialog dialog, UdpPhone agent)
    {
        var bye = caller.InDialog(dialog, "BYE");
        await caller.Send(bye);
        await agent.Reply(await agent.Request("BYE"), 200);
        Assert.Equal(200, (await caller.Final(bye)).Status);
    }

    private async Task Login(string queue, string user) =>
        Assert.Equal(200, await Post($"queues/{queue}/agents", user));

    private async Task<int> Post(string path, string user)
    {
        using var http = new HttpClient();
        using var body = new StringContent($$"""{"user":"{{user}}"}""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri($"http://127.0.0.1:{server.Local.HttpPort}/{path}"), body);
        return (int)answer.StatusCode;
    }

    private Task<JsonElement> Until(string queue, Predicate<JsonElement> holds, string what) =>
        Patience.Until(() => server.Local.Api.Get($"queues/{queue}"), holds, what);

    private Task<JsonElement> UntilParked(string slot) => Patience.Until(
        () => server.Local.Api.Get($"parks/{slot}"), found => found.GetProperty("callers").GetArrayLength() == 1,
        "parked call");

    private static string? State(JsonElement queue, string user)
    {
        foreach (var agent in queue.GetProperty("agents").EnumerateArray())
            if (agent.GetProperty("agent").GetString() == user) return agent.GetProperty("state").GetString();
        return null;
    }
}
