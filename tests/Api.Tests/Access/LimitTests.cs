using System.Net;

namespace ServerlessSip.Api.Tests.Access;

public sealed class LimitTests : ApiTest
{
    [Fact]
    public async Task A_query_may_have_1024_characters_and_no_more()
    {
        Assert.Equal(HttpStatusCode.OK, (await Host.Get($"/user?{new string('q', 1023)}")).StatusCode);
        await IsProblem(await Host.Get($"/user?{new string('q', 1024)}"), HttpStatusCode.RequestUriTooLong, "query");
    }

    [Fact]
    public async Task A_path_may_have_512_characters_and_no_more()
    {
        await IsProblem(await Host.Get($"/{new string('p', 511)}"), HttpStatusCode.NotFound, "path");
        await IsProblem(await Host.Get($"/{new string('p', 512)}"), HttpStatusCode.RequestUriTooLong, "path");
    }

    [Fact]
    public async Task A_body_may_have_4096_bytes_and_no_more()
    {
        await IsProblem(await Host.Post("/events/subscribe", Body(4096)), HttpStatusCode.NotFound, "connectionId");
        await IsProblem(await Host.Post("/events/subscribe", Body(4097)), HttpStatusCode.RequestEntityTooLarge, "body");
    }

    [Fact]
    public async Task A_body_without_a_length_is_held_to_the_same_limit()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/events/subscribe")
        {
            Content = new StringContent(Body(4097), null, "application/json"),
            Headers = { TransferEncodingChunked = true },
        };
        await IsProblem(await Host.Client.SendAsync(request), HttpStatusCode.RequestEntityTooLarge, "body");
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=x")]
    [InlineData("limit=1&limit=2")]
    public async Task A_list_has_1_to_100_items(string query)
    {
        await IsProblem(await Host.Get($"/user?{query}"), HttpStatusCode.BadRequest, "limit");
        await IsProblem(await Host.Get($"/call?{query}"), HttpStatusCode.BadRequest, "limit");
    }

    [Fact]
    public async Task An_idempotency_key_may_have_128_characters_and_no_more()
    {
        var good = await Host.Send(HttpMethod.Delete, "/user/alice/contacts",
            ("Idempotency-Key", new string('k', 128)));
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        var bad = await Host.Send(HttpMethod.Delete, "/user/alice/contacts", ("Idempotency-Key", new string('k', 129)));
        await IsProblem(bad, HttpStatusCode.BadRequest, "Idempotency-Key");
    }

    private static string Body(int bytes) =>
        """{"connectionId":"unknown","resource":"users"}""".PadRight(bytes);
}
