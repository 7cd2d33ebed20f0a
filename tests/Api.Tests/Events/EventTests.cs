using System.Collections.Immutable;
using System.Net;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Api.Tests.Events;

public sealed class EventTests : ApiTest
{
    [Fact]
    public async Task Events_after_a_version_are_given_in_order()
    {
        await Save(newest: 5, oldestKept: 1);

        var missed = await Json(await Host.Get("/events/users/alice?after=3"));

        Assert.False(missed.GetProperty("gap").GetBoolean());
        Assert.Equal(5, missed.GetProperty("version").GetInt64());
        var events = missed.GetProperty("events").EnumerateArray().ToArray();
        Assert.Equal([4, 5], events.Select(e => e.GetProperty("version").GetInt64()));
        Assert.Equal("registered", events[0].GetProperty("type").GetString());
        Assert.Equal("sip:alice@192.0.2.1", events[0].GetProperty("data").GetProperty("contact").GetString());
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(4, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(6, true)]
    public async Task A_version_too_old_or_of_another_life_is_a_gap(long after, bool gap)
    {
        await Save(newest: 5, oldestKept: 3);

        var missed = await Json(await Host.Get($"/events/users/alice?after={after}"));

        Assert.Equal(gap, missed.GetProperty("gap").GetBoolean());
    }

    [Fact]
    public async Task A_resource_that_has_no_document_has_no_events()
    {
        var missed = await Json(await Host.Get("/events/users/alice?after=0"));

        Assert.Equal(0, missed.GetProperty("version").GetInt64());
        Assert.False(missed.GetProperty("gap").GetBoolean());
    }

    [Theory]
    [InlineData("/events/users/alice?after=-1", "after")]
    [InlineData("/events/users/alice?after=x", "after")]
    [InlineData("/events/users", "resource")]
    [InlineData("/events/rooms/1", "resource")]
    public async Task A_wrong_question_is_told(string path, string field) =>
        await IsProblem(await Host.Get(path), HttpStatusCode.BadRequest, field);

    [Fact]
    public async Task Negotiation_leads_to_the_hub()
    {
        var endpoint = await Json(await Host.Send(HttpMethod.Post, "/events/negotiate"));
        Assert.Equal($"http://{Host.Address.Authority}/events/hub", endpoint.GetProperty("url").GetString());
    }

    [Theory]
    [InlineData("users")]
    [InlineData("calls")]
    [InlineData("users/alice")]
    [InlineData("calls/c00000000000000000000000000000001")]
    public async Task An_open_connection_joins_a_group(string resource)
    {
        var response = await Host.Post("/events/subscribe", $$"""{"connectionId":"known","resource":"{{resource}}"}""");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal([resource], Host.Push.Joined);
    }

    [Fact]
    public async Task A_resource_is_joined_by_the_name_that_its_events_have()
    {
        var response = await Host.Post("/events/subscribe", """{"connectionId":"known","resource":"users/Alice"}""");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(["users/alice"], Host.Push.Joined);
    }

    [Theory]
    [InlineData("""{"connectionId":"unknown","resource":"users"}""", HttpStatusCode.NotFound, "connectionId")]
    [InlineData("""{"resource":"users"}""", HttpStatusCode.BadRequest, "connectionId")]
    [InlineData("""{"connectionId":"known"}""", HttpStatusCode.BadRequest, "resource")]
    [InlineData("""{"connectionId":"known","resource":"rooms/1"}""", HttpStatusCode.BadRequest, "resource")]
    [InlineData("""{"connectionId":1,"resource":"users"}""", HttpStatusCode.BadRequest, "body")]
    [InlineData("""{"connectionId":"known","resource":"users","x":1}""", HttpStatusCode.BadRequest, "body")]
    [InlineData("", HttpStatusCode.BadRequest, "body")]
    [InlineData("null", HttpStatusCode.BadRequest, "body")]
    public async Task A_wrong_subscription_is_told(string body, HttpStatusCode status, string field)
    {
        await IsProblem(await Host.Post("/events/subscribe", body), status, field);
        Assert.Empty(Host.Push.Joined);
    }

    [Fact]
    public async Task A_connection_id_may_have_128_characters_and_no_more()
    {
        await IsProblem(await Subscribe(128), HttpStatusCode.NotFound, "connectionId");
        await IsProblem(await Subscribe(129), HttpStatusCode.BadRequest, "connectionId");

        Task<HttpResponseMessage> Subscribe(int length) =>
            Host.Post("/events/subscribe", $$"""{"connectionId":"{{new string('c', length)}}","resource":"users"}""");
    }

    private Task Save(int newest, int oldestKept) => Host.Save(
        new ActorKey(ActorKind.Location, AddressOfRecord.Hash("alice@example.com")),
        new LocationState
        {
            Incarnation = default,
            Aor = "alice@example.com",
            EventVersion = newest,
            Events = [.. Enumerable.Range(oldestKept, newest - oldestKept + 1).Select(Event)],
        });

    private PushEvent Event(int version) => new()
    {
        Type = "registered",
        Resource = "users/alice",
        Version = version,
        At = Host.Time.Now,
        Data = ImmutableDictionary<string, string>.Empty.Add("contact", "sip:alice@192.0.2.1"),
    };
}
