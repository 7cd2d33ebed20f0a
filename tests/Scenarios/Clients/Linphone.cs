using System.Text.RegularExpressions;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>A linphonec with its own home folder, driven by its prompt.</summary>
internal sealed class Linphone : IAsyncDisposable
{
    private readonly Scratch _home;
    private readonly ClientProcess _process;

    private Linphone(Scratch home, ClientProcess process)
    {
        _home = home;
        _process = process;
    }

    public string Output => _process.Output;

    public static async Task<Linphone> Registered(Account account)
    {
        var phone = Start(account);
        await Patience.Until(
            phone.RegistrationStatus, status => status == "registered", "registration of linphonec", Patience.Start);
        return phone;
    }

    public static Linphone Start(Account account)
    {
        var home = new Scratch();
        var configuration = home.File("linphonerc", Configuration(account, FreePorts.Take(), FreePorts.Take(2)));
        Directory.CreateDirectory(Path.Combine(home.Path, ".local/share/linphone"));
        // Into a pipe it writes whole blocks; stdbuf makes it lines.
        string[] arguments =
            ["-oL", "linphonec", .. account.AnswersItself ? (string[])["-a"] : [], "-c", configuration];
        var launch = new Launch("stdbuf", arguments)
        {
            Folder = home.Path,
            Environment = new Dictionary<string, string> { ["HOME"] = home.Path },
        };
        return new Linphone(home, ClientProcess.Start(launch));
    }

    public Task<Match> Line(string pattern, TimeSpan? within = null) => _process.Line(pattern, within);

    /// <summary>What it says of its registration, for it does not tell by itself: registered, failed, not.</summary>
    public async Task<string> RegistrationStatus()
    {
        _process.Say("status register");
        var answer = await _process.Line(@"^(registered), identity=|registered=(-?\d+)", Patience.Start);
        return answer.Groups[1].Success ? "registered" : answer.Groups[2].Value switch { "-1" => "failed", _ => "not" };
    }

    public void Dial(string uri) => _process.Say($"call {uri}");

    public void HangUp() => _process.Say("terminate");

    /// <summary>Its clean exit unregisters.</summary>
    public async Task<int> Quit()
    {
        _process.Say("quit");
        return await _process.Exit();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _home.Dispose();
    }

    private static string Configuration(Account account, int sip, int rtp)
    {
        var server = $"sip:{account.Server};transport={account.Transport}";
        return $"""
            [sip]
            sip_port={sip}
            sip_tcp_port={(account.Transport == "tcp" ? -1 : 0)}
            sip_tls_port=0
            use_ipv6=0
            guess_hostname=0
            register_only_when_network_is_up=0
            default_proxy=0
            [rtp]
            audio_rtp_port={rtp}
            [proxy_0]
            reg_proxy=<{server}>
            reg_route=<{server};lr>
            reg_identity=sip:{account.User}@{LocalServer.Domain}
            reg_expires={account.ExpiresSeconds}
            reg_sendregister=1
            publish=0
            [auth_info_0]
            username={account.User}
            passwd={account.Secret}
            realm={LocalServer.Domain}

            """;
    }
}
