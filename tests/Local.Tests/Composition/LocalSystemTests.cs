using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ServerlessSip.Local.Composition;

namespace ServerlessSip.Local.Tests.Composition;

public sealed class LocalSystemTests : IDisposable
{
    private const char RecordSeparator = '\u001e';

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_starts_tells_its_ports_and_stops()
    {
        await using var system = await Start();
        var lines = _output.ToString().TrimEnd().Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.Matches(
            @"^  SIP      udp 127\.0\.0\.1:[1-9]\d*, tcp 127\.0\.0\.1:[1-9]\d*      domain localhost$", lines[0]);
        Assert.Matches(@"^  phones   alice / \w{12}, bob / \w{12}        \(kept in .*users\.json\)$", lines[1]);
        Assert.Matches(@"^  console  http://127\.0\.0\.1:[1-9]\d*/        state  memory$", lines[2]);
        Assert.Matches(@"^  ready in \d+\.\d s · press Ctrl\+C to stop$", lines[3]);
    }

    [Fact]
    public async Task Given_passwords_are_not_shown()
    {
        await using var system = await Start("--Users:carol=pw-carol");

        Assert.Contains("  phones   carol        (passwords as configured)", _output.ToString());
        Assert.DoesNotContain("pw-carol", _output.ToString());
        Assert.False(File.Exists(Path.Combine(_folder.Path, "users.json")));
    }

    [Fact]
    public async Task A_sip_port_in_use_names_the_port_and_the_key()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        var refused = await Refused("--Sip:Listen", $"udp:127.0.0.1:{port}");

        Assert.Equal($"Sip:Listen is \"udp:127.0.0.1:{port}\", expected a free port: port {port} is in use", refused);
    }

    [Fact]
    public async Task An_http_port_in_use_names_the_port_and_the_key()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        var refused = await Refused("--Http:Urls", url);

        Assert.StartsWith($"Http:Urls is \"{url}\", expected a free port", refused);
        Assert.DoesNotContain('\n', refused);
    }

    [Fact]
    public async Task A_configuration_file_that_is_no_json_is_told_in_one_line()
    {
        _folder.Write("appsettings.json", "{ \"Store\": ");
        var refused = await Refused("--contentRoot", _folder.Path);
        Assert.StartsWith("the configuration cannot be read", refused);
        Assert.DoesNotContain('\n', refused);
    }

    [Fact]
    public async Task The_hub_is_server_to_client_only()
    {
        await using var system = await Start();
        using var http = new HttpClient { BaseAddress = ConsoleAddress() };
        using var socket = await Connect(http);

        await Send(socket, """{"type":1,"invocationId":"1","target":"Publish","arguments":[]}""");

        var answer = await Receive(socket, type: 3);
        Assert.Contains("Publish", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_client_subscribes_as_soon_as_it_knows_its_connection()
    {
        await using var system = await Start();
        using var http = new HttpClient { BaseAddress = ConsoleAddress() };
        var (socket, connection) = await Negotiate(http);
        using var _ = socket;

        // Before the handshake even: the hub cannot know the connection yet.
        var joining = http.PostAsJsonAsync("/events/subscribe", new { connectionId = connection, resource = "users" });
        await Handshake(socket);

        Assert.Equal(HttpStatusCode.NoContent, (await joining).StatusCode);
    }

    [Fact]
    public async Task The_hub_is_behind_the_same_door_as_the_rest()
    {
        await using var system = await Start();
        using var http = new HttpClient { BaseAddress = ConsoleAddress() };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");

        using var refused = await http.PostAsync("/events/hub/negotiate?negotiateVersion=1", null);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private Task<LocalSystem> Start(params string[] more) => LocalSystem.Start(
        [
            "--Store", "memory", "--Local:Directory", _folder.Path, "--Sip:Listen", "udp:127.0.0.1:0,tcp:127.0.0.1:0",
            "--Http:Urls", "http://127.0.0.1:0", .. more,
        ],
        _output);

    private async Task<string> Refused(params string[] more) =>
        (await Assert.ThrowsAsync<StartRefusedException>(() => Start(more))).Message;

    private Uri ConsoleAddress()
    {
        var line = _output.ToString().Split('\n')[2];
        return new Uri(line.Split("  ", StringSplitOptions.RemoveEmptyEntries)[1].Trim());
    }

    private static async Task<ClientWebSocket> Connect(HttpClient http)
    {
        var (socket, _) = await Negotiate(http);
        await Handshake(socket);
        return socket;
    }

    /// <summary>As a SignalR client does: asked at /events, led to the hub, then a WebSocket.</summary>
    private static async Task<(ClientWebSocket Socket, string Connection)> Negotiate(HttpClient http)
    {
        using var lead = await http.PostAsync("/events/negotiate?negotiateVersion=1", null);
        var hub = (await lead.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("url").GetString()!;
        using var negotiated = await http.PostAsync($"{hub}/negotiate?negotiateVersion=1", null);
        var answer = await negotiated.Content.ReadFromJsonAsync<JsonElement>();
        var token = answer.GetProperty("connectionToken").GetString();
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri($"{hub.Replace("http", "ws", StringComparison.Ordinal)}?id={token}"), default);
        return (socket, answer.GetProperty("connectionId").GetString()!);
    }

    private static Task Handshake(ClientWebSocket socket) => Send(socket, """{"protocol":"json","version":1}""");

    private static Task Send(ClientWebSocket socket, string message) => socket.SendAsync(
        Encoding.UTF8.GetBytes(message + RecordSeparator), WebSocketMessageType.Text, endOfMessage: true, default);

    private static async Task<JsonElement> Receive(ClientWebSocket socket, int type)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[4096];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, patience.Token);
            Assert.NotEqual(WebSocketMessageType.Close, received.MessageType);
            var records = Encoding.UTF8.GetString(buffer, 0, received.Count)
                .TrimEnd(RecordSeparator).Split(RecordSeparator);
            foreach (var record in records.Select(text => JsonDocument.Parse(text).RootElement))
                if (record.TryGetProperty("type", out var found) && found.GetInt32() == type) return record;
        }
    }
}
