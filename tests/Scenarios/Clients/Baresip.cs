using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>
/// A baresip with its own home folder, driven over its control port; it answers by itself when told to.
/// </summary>
internal sealed class Baresip : IAsyncDisposable
{
    private readonly Scratch _home;
    private readonly ClientProcess _process;
    private readonly Inbox<string> _events = new();
    private TcpClient? _control;

    private Baresip(Scratch home, ClientProcess process)
    {
        _home = home;
        _process = process;
    }

    public string Output => _process.Output;

    /// <summary>Starts it and waits for its control port; registration goes on by itself.</summary>
    public static async Task<Baresip> Start(Account account)
    {
        var home = new Scratch();
        var sip = FreePorts.Take(2);
        var control = FreePorts.Take();
        home.File("config", Config(sip, control, FreePorts.Take(40)));
        home.File("contacts", "");
        home.File("accounts", AccountLine(account));
        var launch = new Launch("baresip", "-f", home.Path, "-v") { Folder = home.Path };
        var phone = new Baresip(home, ClientProcess.Start(launch));
        await phone.Connect(control);
        return phone;
    }

    /// <summary>Starts it and waits until the server has taken its registration.</summary>
    public static async Task<Baresip> Registered(Account account)
    {
        var phone = await Start(account);
        await phone._process.Line(@"200 OK .*\[\d+ binding");
        return phone;
    }

    public Task<Match> Line(string pattern, TimeSpan? within = null) => _process.Line(pattern, within);

    public Task Dial(string uri) => Command("dial", uri);

    public Task Accept() => Command("accept");

    public Task HangUp() => Command("hangup");

    /// <summary>Waits for one of its events: CALL_INCOMING, CALL_RINGING, CALL_ESTABLISHED, CALL_CLOSED.</summary>
    public async Task<JsonElement> Event(string type, TimeSpan? within = null)
    {
        var json = await _events.Take(text => text.Contains($"\"type\":\"{type}\""), $"{type} from baresip", within);
        return JsonDocument.Parse(json).RootElement;
    }

    /// <summary>SIGTERM: it unregisters on its way out.</summary>
    public Task<int> Quit() => _process.Terminate();

    /// <summary>SIGKILL: it tells nobody.</summary>
    public Task Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _control?.Dispose();
        await _process.DisposeAsync();
        _home.Dispose();
    }

    private static string AccountLine(Account account) =>
        $"<sip:{account.User}@{LocalServer.Domain}>;auth_user={account.User};auth_pass={account.Secret};"
        + $"outbound=\"sip:{account.Server};transport={account.Transport}\";regint={account.ExpiresSeconds};"
        + $"answermode={(account.AnswersItself ? "auto" : "manual")}\n";

    private static string Config(int sip, int control, int rtp) => $"""
        poll_method epoll
        sip_listen 127.0.0.1:{sip}
        net_interface 127.0.0.1
        rtp_ports {rtp}-{rtp + 39}
        audio_srate 8000-48000
        audio_channels 1-2
        module_path {ModuleFolder()}
        module g711.so
        module aubridge.so
        audio_player aubridge,x{sip}
        audio_source aubridge,x{sip}
        audio_alert aubridge,y{sip}
        module_app auloop.so
        module_app account.so
        module_app contact.so
        module_app menu.so
        module_app ctrl_tcp.so
        ctrl_tcp_listen 127.0.0.1:{control}

        """;

    /// <summary>Debian puts them under the architecture or not, a build from source under /usr/local.</summary>
    private static string ModuleFolder() =>
        new[] { "/usr/lib", "/usr/local/lib" }.Where(Directory.Exists)
            .SelectMany(root => Directory.GetDirectories(root).Append(root))
            .Select(folder => Path.Combine(folder, "baresip/modules")).Prepend("/usr/lib/baresip/modules")
            .FirstOrDefault(Directory.Exists)
        ?? throw new DirectoryNotFoundException("baresip's modules are not under /usr/lib or /usr/local/lib");

    private async Task Connect(int port)
    {
        _control = await Patience.Until(
            () => TryConnect(port), client => client is not null, "baresip control port", Patience.Start);
        _ = ReadEvents(_control!.GetStream());
    }

    private static async Task<TcpClient?> TryConnect(int port)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return client;
        }
        catch (SocketException)
        {
            client.Dispose();
            return null;
        }
    }

    private async Task Command(string command, string parameters = "")
    {
        var json = $$"""{"command":"{{command}}","params":"{{parameters}}","token":"t"}""";
        await _control!.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(json)}:{json},"));
    }

    /// <summary>Each message is a netstring: length, colon, JSON, comma.</summary>
    private async Task ReadEvents(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var one = new char[1];
        var length = 0;
        try
        {
            while (await reader.ReadAsync(one) == 1)
            {
                if (char.IsAsciiDigit(one[0])) length = length * 10 + one[0] - '0';
                if (one[0] != ':') continue;
                var json = new char[length];
                await reader.ReadBlockAsync(json);
                _events.Add(new string(json));
                length = 0;
            }
        }
        catch (IOException)
        {
            // The phone is gone; whoever waits for an event says so.
        }
    }
}
