using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Api.Tests;

/// <summary>The HTTP interface on a free port, before fakes.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    /// <summary>Lets a test come from elsewhere: the host believes this header.</summary>
    public const string From = "Test-From";

    private readonly WebApplication _app;

    private ApiHost(WebApplication app, HttpClient client) => (_app, Client) = (app, client);

    public required FakeUsers Users { get; init; }
    public required MemoryStateStore Store { get; init; }
    public required FakePush Push { get; init; }
    public required FakeCommands Commands { get; init; }
    public required FakeTime Time { get; init; }
    public HttpClient Client { get; }
    public Uri Address => Client.BaseAddress!;

    public static async Task<ApiHost> Start(bool trustsThisMachine = true, string? eventsOrigin = null)
    {
        var (users, store, push) = (new FakeUsers(), new MemoryStateStore(), new FakePush());
        var (commands, time) = (new FakeCommands(), new FakeTime());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Use(Pretend);
        app.MapServerlessSip(new ServerlessSipApi(new ApiServices
        {
            Store = store,
            Push = push,
            Users = users,
            Commands = commands.Send,
            Keys = new TokenKeys("0123456789abcdef"u8),
            Domains = new DomainSet(["example.com"], []),
            LocalHosts = ["console.lan"],
            Queues = new QueueSettings(
            [
                new QueueOptions
                {
                    Name = "sales",
                    Members = [new("alice", ImmutableSortedDictionary<string, int>.Empty)],
                },
            ]),
            Trunks = new TrunkSettings(
            [
                new TrunkOptions
                {
                    Name = "main",
                    Targets = ["sip:a.carrier.example", "sip:b.carrier.example"],
                    Relay = "local",
                },
                new TrunkOptions { Name = "quiet", Targets = ["sip:192.0.2.9"], ProbeEvery = null },
            ]),
            Time = time,
            EventsOrigin = eventsOrigin,
            TrustsThisMachine = trustsThisMachine,
        }));
        await app.StartAsync();
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return new ApiHost(app, client) { Users = users, Store = store, Push = push, Commands = commands, Time = time };
    }

    /// <summary>Saves a state as the runtime would.</summary>
    public async Task Save(Ports.ActorKey key, ActorState state)
    {
        var document = new Engine.Documents.ActorDocument { Key = key, State = state };
        var columns = new Ports.DocumentColumns { Resource = state.Resource, Status = state.Status };
        await Store.Put(key, document, columns, ifMatch: null);
    }

    public Task<HttpResponseMessage> Send(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, headers);

    public Task<HttpResponseMessage> Post(string path, string json) =>
        Client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    public static string Basic(string user, string password) =>
        new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))).ToString();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static Task Pretend(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.TryGetValue(From, out var address))
            http.Connection.RemoteIpAddress = IPAddress.Parse(address.ToString());
        return next(http);
    }
}
