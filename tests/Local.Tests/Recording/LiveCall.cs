using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ServerlessSip.Local.Composition;
using ServerlessSip.Local.Tests.Several;
using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Local.Tests.Recording;

/// <summary>A real server on a port of its own that records, and phones that use it.</summary>
internal sealed class LiveCall : IAsyncDisposable
{
    private readonly Dictionary<string, LoopPhone> _phones = [];
    private readonly LocalSystem _system;
    private readonly IPEndPoint _server;
    private int _number;

    private LiveCall(LocalSystem system, IPEndPoint server) => (_system, _server) = (system, server);

    public static async Task<LiveCall> Start(string folder, string record)
    {
        var output = new StringWriter();
        var system = await LocalSystem.Start(
            [
                "--Store", "memory", "--Local:Directory", folder, "--Sip:Listen", "udp:127.0.0.1:0",
                "--Http:Urls", "http://127.0.0.1:0", "--Sip:Domains", "sip.test", "--Calls:Record", record,
                "--Users:alice", "pw-alice", "--Users:bob", "pw-bob", "--Users:carol", "pw-carol",
                "--Routes:Assembly", typeof(TestRoutes.Verbs).Assembly.Location,
            ],
            output);
        var port = int.Parse(Regex.Match(output.ToString(), @"udp 127\.0\.0\.1:(\d+)").Groups[1].Value);
        return new LiveCall(system, new IPEndPoint(IPAddress.Loopback, port));
    }

    public LoopPhone Phone(string user) =>
        _phones.TryGetValue(user, out var phone) ? phone : _phones[user] = new LoopPhone();

    public Task Send(string user, string text) => Phone(user).Send(text, _server);

    public async Task Register(string user)
    {
        var request = Request(user, "REGISTER", "sip:sip.test", $"sip:{user}@sip.test", 1);
        await Send(user, request);
        var challenge = await Phone(user).Response(401, "1 REGISTER");
        await Send(user, Proved(user, request, LoopPhone.Values(challenge, "WWW-Authenticate").First(), proxy: false));
        await Phone(user).Response(200, "2 REGISTER");
    }

    /// <summary>An INVITE with its challenge answered; returned as it was sent last.</summary>
    public async Task<string> Invite(string user, string to)
    {
        var request = Request(user, "INVITE", to, to, 1);
        await Send(user, request);
        var challenge = await Phone(user).Response(407, "1 INVITE");
        await Send(user, OfInvite(request, "ACK", To(challenge)));
        var proved = Proved(user, request, LoopPhone.Values(challenge, "Proxy-Authenticate").First(), proxy: true);
        await Send(user, proved);
        return proved;
    }

    /// <summary>A CANCEL, or the ACK to a failure.</summary>
    public static string OfInvite(string invite, string method, string to)
    {
        var lines = invite.Replace("INVITE", method, StringComparison.Ordinal).Split("\r\n").Where(
            l => !l.StartsWith("Proxy-Authorization", StringComparison.Ordinal));
        return Regex.Replace(string.Join("\r\n", lines), @"\r\nTo: [^\r]*", $"\r\nTo: {to}");
    }

    public static string To(string response) => LoopPhone.Values(response, "To").Single();

    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        foreach (var phone in _phones.Values) phone.Dispose();
    }

    private string Request(string user, string method, string uri, string to, int cseq) =>
        $"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{Phone(user).Port};branch=z9hG4bK{++_number}x{cseq}\r\n"
        + $"Max-Forwards: 70\r\nFrom: <sip:{user}@sip.test>;tag={user}{_number}\r\nTo: <{to}>\r\n"
        + $"Call-ID: live-{_number}@{user}\r\nCSeq: {cseq} {method}\r\n"
        + $"Contact: <sip:{user}@127.0.0.1:{Phone(user).Port}>\r\nX-Token: secret-token\r\nContent-Length: 0\r\n\r\n";

    private static string Proved(string user, string request, string value, bool proxy)
    {
        Assert.True(DigestChallenge.TryParse(Encoding.UTF8.GetBytes(value), out var challenge));
        var (method, uri) = (request.Split(' ')[0], request.Split(' ')[1]);
        var start = $"Digest username=\"{user}\", realm=\"{challenge!.Realm}\", nonce=\"{challenge.Nonce}\", "
            + $"uri=\"{uri}\", qop=auth, nc=00000001, cnonce=\"phone\", algorithm=MD5, response=";
        Assert.True(DigestCredentials.TryParse(
            Encoding.UTF8.GetBytes($"{start}\"{new string('0', 32)}\""), out var credentials));
        Span<byte> hex = stackalloc byte[DigestAlgorithmExtensions.MaxHexLength];
        var hash = DigestResponse.HashUser(challenge.Algorithm, user, challenge.Realm, $"pw-{user}");
        var length = DigestResponse.Compute(credentials!, hash, Encoding.ASCII.GetBytes(method), hex);
        var line = $"{(proxy ? "Proxy-" : "")}Authorization: {start}\"{Encoding.ASCII.GetString(hex[..length])}\"\r\n";
        return request.Replace("CSeq: 1", "CSeq: 2", StringComparison.Ordinal)
            .Replace("x1\r\n", "x2\r\n", StringComparison.Ordinal)
            .Replace("Content-Length", $"{line}Content-Length", StringComparison.Ordinal);
    }
}
