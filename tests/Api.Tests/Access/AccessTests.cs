using System.Net;

namespace ServerlessSip.Api.Tests.Access;

public sealed class AccessTests : ApiTest
{
    private static readonly (string, string) s_elsewhere = (ApiHost.From, "192.0.2.7");

    [Fact]
    public async Task Someone_at_this_machine_needs_no_password() =>
        Assert.Equal(HttpStatusCode.OK, (await Host.Get("/user")).StatusCode);

    [Fact]
    public async Task Behind_a_proxy_on_this_machine_nobody_is_trusted_for_seeming_to_sit_here()
    {
        await using var host = await ApiHost.Start(trustsThisMachine: false);
        await IsProblem(await host.Get("/user"), HttpStatusCode.Unauthorized, "Authorization");
        Assert.Equal(HttpStatusCode.OK, (await host.Get("/health")).StatusCode);
    }

    [Theory]
    [InlineData("localhost:7071")]
    [InlineData("[::1]:7071")]
    [InlineData("console.lan")]
    public async Task The_names_of_this_machine_are_good_hosts(string host) =>
        Assert.Equal(HttpStatusCode.OK, (await Host.Get("/user", ("Host", host))).StatusCode);

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.0.2.7")]
    public async Task A_name_that_was_made_to_point_at_this_machine_needs_a_password(string host) =>
        await IsProblem(await Host.Get("/user", ("Host", host)), HttpStatusCode.Unauthorized, "Authorization");

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.7")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Whoever_comes_through_a_proxy_on_this_machine_needs_a_password(string header, string value) =>
        await IsProblem(await Host.Get("/user", (header, value)), HttpStatusCode.Unauthorized, "Authorization");

    [Theory]
    [InlineData("/")]
    [InlineData("/console/console.js")]
    [InlineData("/user")]
    [InlineData("/call")]
    [InlineData("/events/users/alice")]
    [InlineData("/nothing")]
    public async Task Elsewhere_nothing_is_read_without_a_password(string path)
    {
        var response = await Host.Get(path, s_elsewhere);

        await IsProblem(response, HttpStatusCode.Unauthorized, "Authorization");
        Assert.Equal("Basic realm=\"example.com\", charset=\"UTF-8\"", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_users_password_lets_in_from_elsewhere() =>
        Assert.Equal(HttpStatusCode.OK, (await FromElsewhere("/user", "Alice", "pw-alice")).StatusCode);

    [Theory]
    [InlineData("alice", "pw-bob")]
    [InlineData("carol", "pw-carol")]
    [InlineData("carol", "")]
    [InlineData("", "")]
    public async Task A_wrong_name_or_password_does_not(string user, string password) =>
        await IsProblem(
            await FromElsewhere("/user", user, password), HttpStatusCode.Unauthorized, "Authorization");

    [Theory]
    [InlineData("Basic !!!")]
    [InlineData("Basic YWxpY2U=")]
    [InlineData("Bearer YWxpY2U6cHctYWxpY2U=")]
    public async Task What_is_no_basic_password_does_not(string authorization) =>
        await IsProblem(
            await Host.Get("/user", s_elsewhere, ("Authorization", authorization)),
            HttpStatusCode.Unauthorized, "Authorization");

    [Fact]
    public async Task Twenty_wrong_passwords_a_minute_are_answered_and_no_more_from_that_address()
    {
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await FromElsewhere("/user", "alice", "guess")).StatusCode);

        var response = await FromElsewhere("/user", "alice", "pw-alice");
        await IsProblem(response, HttpStatusCode.TooManyRequests, null);
        var other = await Host.Get(
            "/user", (ApiHost.From, "192.0.2.8"), ("Authorization", ApiHost.Basic("alice", "pw-alice")));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Host.Time.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(HttpStatusCode.OK, (await FromElsewhere("/user", "alice", "pw-alice")).StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_wrong_passwords_lock_out_the_user_whose_they_are_and_nobody_else()
    {
        await using var host = await ApiHost.Start(trustsThisMachine: false);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await Try(host, "alice", "guess")).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await Try(host, $"nobody{i}", "guess")).StatusCode);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Try(host, "alice", "pw-alice")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Try(host, "nobody99", "guess")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Try(host, "bob", "pw-bob")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.Get("/user")).StatusCode);

        static Task<HttpResponseMessage> Try(ApiHost host, string user, string password) =>
            host.Get("/user", ("Authorization", ApiHost.Basic(user, password)));
    }

    [Fact]
    public async Task All_addresses_of_an_IPv6_network_are_counted_together()
    {
        for (var i = 1; i <= 20; i++) await From($"2001:db8::{i}", "guess");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await From("2001:db8::ffff:1", "pw-alice")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await From("2001:db8:0:1::1", "pw-alice")).StatusCode);

        Task<HttpResponseMessage> From(string address, string password) =>
            Host.Get("/user", (ApiHost.From, address), ("Authorization", ApiHost.Basic("alice", password)));
    }

    [Fact]
    public async Task Health_is_for_everyone() =>
        Assert.Equal(HttpStatusCode.OK, (await Host.Get("/health", s_elsewhere)).StatusCode);

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    public async Task Pages_of_other_sites_get_nothing(string origin) =>
        await IsProblem(await Host.Get("/user", ("Origin", origin)), HttpStatusCode.Forbidden, "Origin");

    [Fact]
    public async Task A_page_of_ours_is_served() => Assert.Equal(
        HttpStatusCode.OK, (await Host.Get("/user", ("Origin", $"http://{Host.Address.Authority}"))).StatusCode);

    [Fact]
    public async Task A_write_without_the_mark_that_forms_cannot_send_is_refused()
    {
        await IsProblem(
            await Host.Send(HttpMethod.Delete, "/user/alice/contacts"),
            HttpStatusCode.UnsupportedMediaType, "Content-Type");
        await IsProblem(
            await Host.Client.PostAsync("/events/subscribe", new StringContent("{}")),
            HttpStatusCode.UnsupportedMediaType, "Content-Type");
        Assert.Empty(Host.Commands.Sent);
    }

    [Fact]
    public async Task Other_sites_are_never_told_that_they_may()
    {
        var response = await Host.Send(HttpMethod.Options, "/user", ("Idempotency-Key", "1"));
        Assert.DoesNotContain(response.Headers,
            header => header.Key.StartsWith("Access-Control", StringComparison.Ordinal));
    }

    private Task<HttpResponseMessage> FromElsewhere(string path, string user, string password) =>
        Host.Get(path, s_elsewhere, ("Authorization", ApiHost.Basic(user, password)));
}
