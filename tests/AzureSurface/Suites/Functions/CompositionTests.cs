using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Api;
using ServerlessSip.AzureAdapters.Clients;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Functions.Composition;
using ServerlessSip.Functions.Input;
using ServerlessSip.Hosting.Options;
using ServerlessSip.Ports;

namespace ServerlessSip.AzureSurface.Suites.Functions;

public sealed class CompositionTests
{
    private static IConfiguration Settings(params (string Key, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ServiceBus"] = "Endpoint=sb://localhost",
            ["Tables"] = "UseDevelopmentStorage=true",
            ["SignalR"] = "Endpoint=http://localhost;AccessKey=x;Port=8888;Version=1.0;",
            ["Sip:Listen"] = "udp:0.0.0.0:5060,tcp:0.0.0.0:5060",
            ["Sip:Advertise"] = "sip.example.com",
            ["Sip:Domains"] = "example.com",
            ["Sip:Secret"] = "0123456789abcdef",
            ["Sip:Users"] = """{"Alice":"pw-alice"}""",
        };
        foreach (var (key, value) in changes) settings[key] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }

    private static ServiceProvider Compose(IConfiguration settings) => new ServiceCollection().AddLogging()
        .AddServerlessSip(settings).AddSingleton<IBus, NoBus>().BuildServiceProvider();

    [Fact]
    public async Task All_that_the_functions_need_can_be_made()
    {
        await using var services = Compose(Settings());
        Assert.NotNull(services.GetRequiredService<SipInput>());
        Assert.NotNull(services.GetRequiredService<WorkInput>());
        Assert.NotNull(services.GetRequiredService<ServerlessSipApi>());
        Assert.NotNull(services.GetRequiredService<Sweep>());
    }

    [Fact]
    public async Task Where_nobody_wrote_a_route_calls_are_as_without_them_and_work_is_no_one_s()
    {
        await using var services = Compose(Settings());
        var parts = services.GetRequiredService<RuntimeParts>();
        Assert.Null(parts.Settings.Routing);
        var work = new Envelope { Id = new InputId(1), Actor = default, Kind = EnvelopeKind.Work, At = default };
        var outcome = await services.GetRequiredService<WorkRunner>()(work, CancellationToken.None);
        Assert.Equal(TurnStatus.DeadLetter, outcome.Status);
    }

    [Fact]
    public async Task The_routes_of_an_assembly_are_asked_and_do_the_work()
    {
        await using var services = Compose(Settings(("Routes:Assembly", typeof(CompositionTests).Assembly.Location)));
        var parts = services.GetRequiredService<RuntimeParts>();
        Assert.NotNull(parts.Settings.Routing);
        Assert.NotNull(parts.Routes);
        var work = new Envelope { Id = new InputId(1), Actor = default, Kind = EnvelopeKind.Work, At = default };
        var outcome = await services.GetRequiredService<WorkRunner>()(work, CancellationToken.None);
        Assert.Equal(TurnStatus.Done, outcome.Status);
    }

    [Fact]
    public async Task Users_come_as_JSON_and_one_by_one()
    {
        await using var services = Compose(Settings(("Users:bob", "pw-bob")));
        var users = services.GetRequiredService<RuntimeParts>().Users;
        Assert.NotNull(await users.Find("alice"));
        Assert.NotNull(await users.Find("bob"));
        Assert.Null(await users.Find("carol"));
    }

    [Fact]
    public async Task Routes_are_run_where_there_are_some_and_cost_nothing_where_there_are_none()
    {
        await using var without = Compose(Settings());
        var parts = without.GetRequiredService<RuntimeParts>();
        Assert.Null(parts.Settings.Routing);
        Assert.Null(parts.Routes);
        var work = new Envelope { Id = default, Actor = default, Kind = EnvelopeKind.Work, At = default };
        var refused = await without.GetRequiredService<WorkRunner>()(work, default);
        Assert.Equal(TurnStatus.DeadLetter, refused.Status);

        await using var with = Compose(Settings(("Routes:RequireUser", "true")));
        parts = with.GetRequiredService<RuntimeParts>();
        Assert.NotNull(parts.Settings.Routing);
        Assert.NotNull(parts.Routes);
        var taken = await with.GetRequiredService<WorkRunner>()(work, default);
        Assert.Equal(TurnStatus.Done, taken.Status);
    }

    [Fact]
    public async Task The_engine_knows_the_relays_listeners_by_name_and_opens_none()
    {
        await using var services = Compose(Settings());
        var listeners = services.GetRequiredService<RuntimeParts>().Settings.Listeners;
        Assert.Equal(["sip.example.com:5060", "sip.example.com:5060"], listeners.Select(l => l.Advertise));
    }

    [Theory]
    [InlineData("Sip:Secret", null, "Sip:Secret")]
    [InlineData("Sip:Users", "alice", "Sip:Users")]
    [InlineData("Sip:Listen", "udp:nowhere", "Sip:Listen")]
    [InlineData("Routes:Ban", "nobody", "Routes:Ban")]
    [InlineData("Users:alice", "another", "Users:alice")]
    public void A_wrong_setting_stops_the_start_with_one_line(string key, string? value, string named)
    {
        var refused = Assert.Throws<StartRefusedException>(() => Compose(Settings((key, value))));
        Assert.StartsWith(named, refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("Call", "5", "Call", 5)]
    [InlineData(null, null, "Lane", 64)]
    [InlineData("lane", "999999", "Lane", 10_000)]
    public void Sessions_and_lanes_are_settings(string? sessions, string? lanes, string strategy, int count)
    {
        var options = new AzureClients(Settings(("Bus:sessions", sessions), ("Bus:lanes", lanes))).BusOptions;
        Assert.Equal((strategy, count), (options.Strategy.ToString(), options.Lanes));
    }

    [Theory]
    [InlineData("SignalR:serviceUri", "https://sip-push.service.signalr.net", "https://sip-push.service.signalr.net")]
    [InlineData("SignalR", "Endpoint=http://localhost;AccessKey=x;Port=8888;Version=1.0;", "http://localhost:8888")]
    [InlineData("SignalR", "Endpoint=http://signalr:8888;AccessKey=x;ClientEndpoint=http://localhost:9/",
        "http://localhost:9")]
    [InlineData("SignalR", "Endpoint=https://x.service.signalr.net;AccessKey=a=b=;Version=1.0;",
        "https://x.service.signalr.net")]
    [InlineData("SignalR", null, null)]
    [InlineData("SignalR", "nonsense", null)]
    public void Where_events_come_from_is_read_off_the_settings(string key, string? value, string? origin) =>
        Assert.Equal(origin, new AzureClients(Settings((key, value))).EventsOrigin);

    [Fact]
    public async Task The_console_may_connect_to_where_events_come_from()
    {
        await using var services = Compose(Settings());
        var http = new DefaultHttpContext();
        http.Request.Path = "/health";
        await services.GetRequiredService<ServerlessSipApi>().Handle(http);
        Assert.Contains("http://localhost:8888 ws://localhost:8888",
            http.Response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_connection_is_told_by_name()
    {
        var clients = new AzureClients(Settings(("ServiceBus", null), ("Tables", null)));
        Assert.Contains("ServiceBus:fullyQualifiedNamespace",
            Assert.Throws<InvalidOperationException>(clients.ServiceBus).Message);
        Assert.Contains("Tables:serviceUri", Assert.Throws<InvalidOperationException>(clients.Table).Message);
    }

    [Theory]
    [InlineData("src/Functions", true)]
    [InlineData("src/UdpRelay", false)]
    public void Every_setting_that_the_sip_options_read_is_in_the_list(string host, bool isFunctions)
    {
        var listed = isFunctions ? SettingNames.OfFunctions : SettingNames.OfRelay;
        var source = File.ReadAllText(Path.Combine(Root(), "src/Hosting/Options/SipOptionsReader.cs"));
        var read = System.Text.RegularExpressions.Regex.Matches(source, "Read(?:<[^>]*>)?\\(\"(Sip:[A-Za-z]+)\"")
            .Select(m => m.Groups[1].Value).Except(["Sip:SocketBufferBytes", "Sip:ReceiveThreads"]);
        Assert.True(read.Count() > 5);
        Assert.True(!read.Except(listed).Any(), $"{host}: {string.Join(", ", read.Except(listed))}");
    }

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "serverless-sip.sln"))) return folder;
        throw new InvalidOperationException("serverless-sip.sln stands in no folder above the test's");
    }

    private sealed class NoBus : IBus
    {
        public ValueTask<BusResult> Send(Envelope envelope, CancellationToken cancel) => new(BusResult.Sent);

        public ValueTask<BusResult> Schedule(Envelope envelope, DateTimeOffset at, CancellationToken cancel) =>
            new(BusResult.Sent);

        public ValueTask<BusResult> Send(IReadOnlyList<RelayCommand> commands, CancellationToken cancel) =>
            new(BusResult.Sent);
    }
}
