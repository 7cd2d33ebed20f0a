using System.Net;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Api.Tests.Calls;

public sealed class CallControlTests : ApiTest
{
    private const string Both = """{"from":"alice","to":"bob"}""";
    private static readonly string s_key = new ActorKey(ActorKind.Call, 7).ToString();

    [Fact]
    public async Task A_user_calls_from_an_address_of_their_own()
    {
        Host.Commands.Answer = new CommandResult(201, "made");

        const string Body = """{"from":"sip:Alice@example.com","to":"bob"}""";
        var response = await Send(HttpMethod.Post, "/calls", "alice", Body);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var (actor, command, _) = Assert.Single(Host.Commands.Sent);
        Assert.Equal($"/calls/{actor}", response.Headers.Location!.ToString());
        Assert.Equal(actor.ToString(), (await Json(response)).GetProperty("key").GetString());
        Assert.Equal("call", command.Name);
        Assert.Equal("alice@example.com", command.Arguments["from"]);
        Assert.Equal("sip:bob@example.com", command.Arguments["to"]);
        Assert.Equal("alice@example.com", command.Arguments["caller"]);
        Assert.Equal("false", command.Arguments["automatic"]);
        var hash = ActorAddressing.CallHash(Encoding.ASCII.GetBytes(command.Arguments["callId"]));
        Assert.Equal(new ActorKey(ActorKind.Call, hash), actor);
    }

    [Fact]
    public async Task The_same_key_names_the_same_call_and_none_a_new_one()
    {
        foreach (var once in (string?[])["one", "one", "two", null, null])
            await Send(HttpMethod.Post, "/calls", "alice", Both, once);

        var calls = Host.Commands.Sent.Select(s => s.Actor).ToArray();
        Assert.Equal(calls[0], calls[1]);
        Assert.Equal(4, calls.Distinct().Count());
    }

    [Theory]
    [InlineData("""{"from":"bob","to":"alice"}""", "from")]
    [InlineData("""{"from":"sip:alice@elsewhere.example","to":"bob"}""", "from")]
    [InlineData("""{"to":"sip:bob@elsewhere.example"}""", "to")]
    public async Task Nobody_calls_from_another_address_or_to_another_domain(string body, string field)
    {
        await IsProblem(await Send(HttpMethod.Post, "/calls", "alice", body), HttpStatusCode.Forbidden, field);
        Assert.Empty(Host.Commands.Sent);
    }

    [Theory]
    [InlineData("""{"from":"alice"}""", "to")]
    [InlineData("""{"to":"sip:bob@example.com>\r\nX: y"}""", "to")]
    [InlineData("""{"to":"sip:bob@example.com?Replaces=x"}""", "to")]
    [InlineData("""{"to":"http://example.com"}""", "to")]
    [InlineData("""{"to":"bob","x":1}""", "body")]
    [InlineData("nothing", "body")]
    public async Task What_is_no_call_gets_400(string body, string field)
    {
        await IsProblem(await Send(HttpMethod.Post, "/calls", "alice", body), HttpStatusCode.BadRequest, field);
        Assert.Empty(Host.Commands.Sent);
    }

    [Theory]
    [InlineData(256, HttpStatusCode.OK)]
    [InlineData(257, HttpStatusCode.BadRequest)]
    public async Task An_address_has_at_most_256_characters(int length, HttpStatusCode status)
    {
        var to = $"sip:{new string('b', length - 16)}@example.com";
        Assert.Equal(length, to.Length);
        var response = await Send(HttpMethod.Post, "/calls", "alice", $$"""{"to":"{{to}}"}""");
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Even_at_this_machine_a_call_needs_a_password()
    {
        await IsProblem(await Host.Post("/calls", Both), HttpStatusCode.Unauthorized, "Authorization");
        var hangUp = await Host.Send(HttpMethod.Delete, $"/calls/{s_key}", ("Idempotency-Key", "x"));
        await IsProblem(hangUp, HttpStatusCode.Unauthorized, "Authorization");
        Assert.Contains("Basic", hangUp.Headers.WwwAuthenticate.ToString());
        var wrong = await Send(HttpMethod.Post, "/calls", "alice", Both, password: "guess");
        await IsProblem(wrong, HttpStatusCode.Unauthorized, "Authorization");
        Assert.Empty(Host.Commands.Sent);
    }

    [Fact]
    public async Task Hang_up_and_transfer_are_commands_of_the_user_to_the_call()
    {
        Assert.Equal(
            HttpStatusCode.OK, (await Send(HttpMethod.Delete, $"/calls/{s_key}", "bob", null, "x")).StatusCode);
        await Send(HttpMethod.Post, $"/calls/{s_key}/transfer", "bob", """{"to":"alice"}""");

        Assert.Equal(["hang-up", "transfer"], Host.Commands.Sent.Select(s => s.Command.Name));
        Assert.All(Host.Commands.Sent, s => Assert.Equal(s_key, s.Actor.ToString()));
        Assert.All(Host.Commands.Sent, s => Assert.Equal("bob@example.com", s.Command.Arguments["caller"]));
        Assert.Equal("sip:alice@example.com", Host.Commands.Sent[1].Command.Arguments["to"]);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(403)]
    public async Task What_the_call_refuses_is_a_problem(int status)
    {
        Host.Commands.Answer = new CommandResult(status, "no");
        await IsProblem(
            await Send(HttpMethod.Delete, $"/calls/{s_key}", "bob", null, "x"), (HttpStatusCode)status, null);
        await IsProblem(await Send(HttpMethod.Post, "/calls", "alice", Both), (HttpStatusCode)status, null);
    }

    [Fact]
    public async Task Without_a_result_in_time_the_location_says_where_to_look()
    {
        Host.Commands.Answer = null;
        var response = await Send(HttpMethod.Post, "/calls", "alice", Both);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.StartsWith("/calls/c", response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_key_that_is_none_gets_400() =>
        await IsProblem(
            await Send(HttpMethod.Delete, "/calls/nothing", "bob", null, "x"), HttpStatusCode.BadRequest, "key");

    private Task<HttpResponseMessage> Send(
        HttpMethod method, string path, string user, string? body, string? once = null, string? password = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Authorization", ApiHost.Basic(user, password ?? $"pw-{user}"));
        if (once is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", once);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return Host.Client.SendAsync(request);
    }
}
