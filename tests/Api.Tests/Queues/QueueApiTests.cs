using System.Net;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Tests.Queues;

public sealed class QueueApiTests : ApiTest
{
    private static readonly (string, string)[] s_alice =
        [(ApiHost.From, "192.0.2.7"), ("Authorization", ApiHost.Basic("alice", "pw-alice")), ("Idempotency-Key", "1")];

    private static readonly (string, string)[] s_bob =
        [(ApiHost.From, "192.0.2.7"), ("Authorization", ApiHost.Basic("bob", "pw-bob")), ("Idempotency-Key", "1")];

    [Fact]
    public async Task A_queue_shows_who_waits_and_who_is_free()
    {
        await Save("sales");

        var queue = await Json(await Host.Get("/queues/Sales"));

        Assert.Equal("queues/sales", queue.GetProperty("resource").GetString());
        Assert.Equal("longest-idle", queue.GetProperty("strategy").GetString());
        var caller = Assert.Single(queue.GetProperty("callers").EnumerateArray());
        Assert.Equal(1, caller.GetProperty("position").GetInt32());
        Assert.Equal(30, caller.GetProperty("waitedSeconds").GetDouble());
        var agent = Assert.Single(queue.GetProperty("agents").EnumerateArray());
        Assert.Equal("alice", agent.GetProperty("agent").GetString());
        Assert.Equal("ringing", agent.GetProperty("state").GetString());
        Assert.StartsWith("calls/c", agent.GetProperty("call").GetString());
    }

    [Fact]
    public async Task Queues_are_listed_though_nobody_has_been_there()
    {
        var list = await Json(await Host.Get("/queues"));

        var queue = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal("sales", queue.GetProperty("name").GetString());
        Assert.Equal(0, queue.GetProperty("callers").GetArrayLength());
    }

    [Fact]
    public async Task A_slot_shows_who_is_parked()
    {
        await Save(QueueName.OfSlot("701"));

        var slot = await Json(await Host.Get("/parks/701"));

        Assert.Equal("parks/701", slot.GetProperty("resource").GetString());
        Assert.Equal(1, slot.GetProperty("callers").GetArrayLength());
    }

    [Theory]
    [InlineData("/queues/none")]
    [InlineData("/queues/park:701")]
    public async Task A_queue_that_is_not_configured_is_not_found(string path) =>
        await IsProblem(await Host.Get(path), HttpStatusCode.NotFound, "name");

    [Fact]
    public async Task An_agent_logs_himself_in_and_out()
    {
        Assert.Equal(HttpStatusCode.OK, (await Host.Send(HttpMethod.Post, "/queues/sales/agents", s_alice)).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK, (await Host.Send(HttpMethod.Delete, "/queues/sales/agents/alice", s_alice)).StatusCode);

        Assert.Equal([QueueCommands.Login, QueueCommands.Logout], Host.Commands.Sent.Select(s => s.Command.Name));
        Assert.All(Host.Commands.Sent, s => Assert.Equal(QueueName.Key("sales"), s.Actor));
        Assert.All(Host.Commands.Sent, s => Assert.Equal("alice@example.com", s.Command.Arguments["agent"]));
    }

    [Fact]
    public async Task Nobody_logs_another_in_or_out_from_elsewhere()
    {
        await IsProblem(
            await Host.Send(HttpMethod.Delete, "/queues/sales/agents/alice", s_bob), HttpStatusCode.Forbidden, "user");
        await IsProblem(
            await Host.Send(HttpMethod.Delete, "/queues/sales/agents/alice", (ApiHost.From, "192.0.2.7")),
            HttpStatusCode.Unauthorized, "Authorization");
        Assert.Empty(Host.Commands.Sent);
    }

    [Fact]
    public async Task Someone_at_this_machine_names_the_agent()
    {
        Assert.Equal(
            HttpStatusCode.OK, (await Host.Post("/queues/sales/agents", """{"user":"Bob"}""")).StatusCode);
        Assert.Equal("bob@example.com", Assert.Single(Host.Commands.Sent).Command.Arguments["agent"]);

        await IsProblem(await Host.Post("/queues/sales/agents", "{}"), HttpStatusCode.BadRequest, "user");
        await IsProblem(await Host.Post("/queues/sales/agents", "["), HttpStatusCode.BadRequest, "body");
        await IsProblem(
            await Host.Post("/queues/sales/agents", """{"user":"eve"}"""), HttpStatusCode.NotFound, "user");
        await IsProblem(await Host.Post("/queues/none/agents", """{"user":"bob"}"""), HttpStatusCode.NotFound, "name");
    }

    [Fact]
    public async Task A_parked_call_is_fetched_by_a_user_for_himself()
    {
        Assert.Equal(HttpStatusCode.OK, (await Host.Send(HttpMethod.Post, "/parks/701/fetch", s_bob)).StatusCode);

        var sent = Assert.Single(Host.Commands.Sent);
        Assert.Equal(QueueName.Key(QueueName.OfSlot("701")), sent.Actor);
        Assert.Equal((QueueCommands.Fetch, "bob@example.com"), (sent.Command.Name, sent.Command.Arguments["agent"]));
    }

    [Fact]
    public async Task What_the_queue_refuses_is_a_problem_and_what_it_does_not_say_in_time_goes_on()
    {
        Host.Commands.Answer = new(403, "no member of this queue");
        await IsProblem(
            await Host.Send(HttpMethod.Post, "/queues/sales/agents", s_bob), HttpStatusCode.Forbidden, null);
        Host.Commands.Answer = null;
        var later = await Host.Send(HttpMethod.Post, "/queues/sales/agents", s_bob);

        Assert.Equal(HttpStatusCode.Accepted, later.StatusCode);
        Assert.Equal("/queues/sales", later.Headers.Location?.ToString());
    }

    [Theory]
    [InlineData("queues/sales")]
    [InlineData("parks/701")]
    public async Task The_events_of_queues_and_slots_are_asked_for_by_their_names(string resource)
    {
        await Save(resource == "queues/sales" ? "sales" : QueueName.OfSlot("701"));

        var missed = await Json(await Host.Get($"/events/{resource}?after=2"));

        Assert.Equal(resource, missed.GetProperty("resource").GetString());
        Assert.Equal(2, missed.GetProperty("version").GetInt64());
    }

    private Task Save(string name)
    {
        var ticket = new QueueTicket(new ActorKey(ActorKind.Call, 7), 1);
        return Host.Save(QueueName.Key(name), new QueueState
        {
            Incarnation = default,
            Name = name,
            EventVersion = 2,
            Callers =
            [
                new QueueCaller
                {
                    Ticket = ticket,
                    From = "carol@far.example",
                    Since = Host.Time.Now.AddSeconds(-30),
                    Until = Host.Time.Now.AddSeconds(30),
                },
            ],
            Agents =
            [
                new QueueAgent
                {
                    Agent = "alice@example.com",
                    LoginUntil = Host.Time.Now.AddHours(1),
                    IdleSince = Host.Time.Now,
                    Offer = new QueueOffer(1, ticket, Host.Time.Now.AddSeconds(20)),
                },
            ],
        });
    }
}
