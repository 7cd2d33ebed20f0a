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
