using System.Text.Json;

namespace ServerlessSip.Scenarios.Harness;

/// <summary>The server's HTTP API as JSON.</summary>
internal sealed class ServerApi(Uri root) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = root, Timeout = TimeSpan.FromSeconds(10) };

    public Task<JsonElement> Users() => Get("user");

    public Task<JsonElement> User(string name) => Get($"user/{name}");

    public Task<JsonElement> Calls() => Get("call");

    public Task<JsonElement> Events(string resource, long after = 0) => Get($"events/{resource}?after={after}");

    public async Task<JsonElement> Get(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"GET /{path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public void Dispose() => _http.Dispose();
}
