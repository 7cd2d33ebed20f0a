using System.Net;

namespace ServerlessSip.Api.Tests.Console;

public sealed class ConsoleTests : ApiTest
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/console/console.css", "text/css")]
    [InlineData("/console/console.js", "text/javascript")]
    [InlineData("/console/views.js", "text/javascript")]
    [InlineData("/console/versions.js", "text/javascript")]
    [InlineData("/console/signalr.js", "text/javascript")]
    [InlineData("/console/icon.svg", "image/svg+xml")]
    public async Task The_pages_files_are_served_under_a_strict_policy(string path, string type)
    {
        var response = await Host.Get(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none';", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData(null, "connect-src 'self';")]
    [InlineData("https://push.example", "connect-src 'self' https://push.example wss://push.example;")]
    [InlineData("http://localhost:8888", "connect-src 'self' http://localhost:8888 ws://localhost:8888;")]
    public async Task The_page_may_connect_to_where_events_come_from_and_nowhere_else(string? origin, string expected)
    {
        await using var host = await ApiHost.Start(eventsOrigin: origin);
        var policy = (await host.Get("/")).Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains(expected, policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_has_no_script_or_style_of_its_own()
    {
        var page = await Host.Client.GetStringAsync("/");

        Assert.DoesNotContain("<style", page);
        Assert.DoesNotContain("style=", page);
        Assert.DoesNotContain(" on", page.Replace(" content", ""), StringComparison.Ordinal);
        Assert.Equal(2, page.Split("<script src=").Length - 1);
        Assert.Equal(2, page.Split("<script").Length - 1);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found() =>
        await IsProblem(await Host.Get("/console/package.json"), HttpStatusCode.NotFound, "path");
}
