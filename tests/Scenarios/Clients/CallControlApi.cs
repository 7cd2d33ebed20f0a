using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>A user who calls, hangs up and transfers over HTTP.</summary>
internal sealed class CallControlApi : IDisposable
{
    private readonly HttpClient _http;
    private readonly LocalServer _server;

    public CallControlApi(LocalServer server, string user)
    {
        _server = server;
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.HttpPort}/") };
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:pw-{user}"));
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", pair);
    }

    /// <summary>Starts a call from the user's own phone; its key.</summary>
    public async Task<string> Call(string to)
    {
        using var answer = await Post("calls", $$"""{"to":"{{to}}"}""");
        Assert.Equal(201, (int)answer.StatusCode);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return body.GetProperty("key").GetString()!;
    }

    public async Task<int> HangUp(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"calls/{key}");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        using var answer = await _http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    public async Task<int> Transfer(string key, string to)
    {
        using var answer = await Post($"calls/{key}/transfer", $$"""{"to":"{{to}}"}""");
        return (int)answer.StatusCode;
    }

    /// <summary>Waits for the call's end; its one final event, and nothing after it.</summary>
    public async Task<JsonElement> Ended(string key)
    {
        await Patience.Until(
            () => _server.Api.Get($"calls/{key}"), call => call.GetProperty("state").GetString() == "ended", "end");
        var events = (await _server.Api.Events($"calls/{key}")).GetProperty("events").EnumerateArray()
            .Where(e => e.GetProperty("data").GetProperty("state").GetString() == "ended");
        return Assert.Single(events).GetProperty("data");
    }

    public async Task Until(string key, string state) => await Patience.Until(
        () => _server.Api.Get($"calls/{key}"), call => call.GetProperty("state").GetString() == state, state);

    public void Dispose() => _http.Dispose();

    private Task<HttpResponseMessage> Post(string path, string json) =>
        _http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));
}
