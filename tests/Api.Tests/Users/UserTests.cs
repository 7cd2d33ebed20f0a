using System.Net;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Api.Tests.Users;

public sealed class UserTests : ApiTest
{
    private static readonly ActorKey s_alice = new(ActorKind.Location, AddressOfRecord.Hash("alice@example.com"));

    [Fact]
    public async Task Users_are_listed_whether_they_ever_registered_or_not()
    {
        await Register(expiresInSeconds: 60);

        var items = (await Json(await Host.Get("/user"))).GetProperty("items");

        Assert.Equal(2, items.GetArrayLength());
        Assert.Equal("alice", items[0].GetProperty("name").GetString());
        Assert.Equal("online", items[0].GetProperty("state").GetString());
        Assert.Equal("users/alice", items[0].GetProperty("resource").GetString());
        Assert.Equal("bob", items[1].GetProperty("name").GetString());
        Assert.Equal("offline", items[1].GetProperty("state").GetString());
        Assert.Equal(0, items[1].GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task One_user_is_told_with_version_and_contacts()
    {
        await Register(expiresInSeconds: 60);

        var user = await Json(await Host.Get("/user/Alice"));

        Assert.Equal(3, user.GetProperty("version").GetInt64());
        var contact = user.GetProperty("contacts")[0];
        Assert.Equal("sip:alice@192.0.2.1", contact.GetProperty("contact").GetString());
        Assert.Equal("tcp", contact.GetProperty("transport").GetString());
        Assert.Equal(0.5, contact.GetProperty("q").GetDouble());
        Assert.Equal("baresip", contact.GetProperty("userAgent").GetString());
    }

    [Fact]
    public async Task A_contact_that_has_expired_is_not_shown()
    {
        await Register(expiresInSeconds: 0);

        var user = await Json(await Host.Get("/user/alice"));

        Assert.Equal("offline", user.GetProperty("state").GetString());
        Assert.Equal(0, user.GetProperty("contacts").GetArrayLength());
    }

    [Theory]
    [InlineData("/user/carol")]
    [InlineData("/user/a%20b")]
    public async Task Who_is_no_user_is_not_found(string path) =>
        await IsProblem(await Host.Get(path), HttpStatusCode.NotFound, "name");

    [Fact]
    public async Task A_long_list_goes_on_after_the_last_name()
    {
        var first = await Json(await Host.Get("/user?limit=1"));
        Assert.Equal("alice", first.GetProperty("next").GetString());

        var second = await Json(await Host.Get("/user?limit=2&after=alice"));
        Assert.Equal("bob", second.GetProperty("items")[0].GetProperty("name").GetString());
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task Removing_contacts_is_a_command_to_the_users_actor()
    {
        var response = await Host.Send(HttpMethod.Delete, "/user/alice/contacts", ("Idempotency-Key", "once"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var (actor, command, once) = Assert.Single(Host.Commands.Sent);
        Assert.Equal(s_alice, actor);
        Assert.Equal("remove-bindings", command.Name);
        Assert.EndsWith("once", once);
    }

    [Fact]
    public async Task A_command_that_takes_its_time_is_accepted_with_a_place_to_look()
    {
        Host.Commands.Answer = null;

        var response = await Host.Send(HttpMethod.Delete, "/user/alice/contacts", ("Idempotency-Key", "once"));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("/user/alice", response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_command_that_failed_is_a_problem()
    {
        Host.Commands.Answer = new(503, "too many commands");
        var response = await Host.Send(HttpMethod.Delete, "/user/alice/contacts", ("Idempotency-Key", "once"));
        await IsProblem(response, HttpStatusCode.ServiceUnavailable, null);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task From_elsewhere_a_user_signs_off_his_own_phones_only()
    {
        (string, string)[] bob =
            [(ApiHost.From, "192.0.2.7"), ("Authorization", ApiHost.Basic("bob", "pw-bob")), ("Idempotency-Key", "1")];

        await IsProblem(
            await Host.Send(HttpMethod.Delete, "/user/alice/contacts", bob), HttpStatusCode.Forbidden, "name");
        Assert.Equal(HttpStatusCode.OK, (await Host.Send(HttpMethod.Delete, "/user/bob/contacts", bob)).StatusCode);
    }

    [Fact]
    public async Task Another_method_is_told_which_ones_there_are()
    {
        var response = await Host.Send(HttpMethod.Put, "/user/alice/contacts", ("Idempotency-Key", "1"));
        await IsProblem(response, HttpStatusCode.MethodNotAllowed, "method");
        Assert.Equal("DELETE", response.Content.Headers.Allow.Single());
    }

    private Task Register(int expiresInSeconds) => Host.Save(s_alice, new LocationState
    {
        Incarnation = default,
        Aor = "alice@example.com",
        EventVersion = 3,
        Bindings =
        [
            new Binding
            {
                Contact = "sip:alice@192.0.2.1",
                Q = 500,
                ExpiresAt = Host.Time.Now.AddSeconds(expiresInSeconds),
                Flow = new Flow
                {
                    Relay = "r",
                    Transport = SipTransport.Tcp,
                    Listener = 1,
                    Remote = new IPEndPoint(IPAddress.Loopback, 5090),
                },
                CallId = "1",
                CSeq = 1,
                UserAgent = "baresip",
            },
        ],
    });
}
