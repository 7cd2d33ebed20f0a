using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>
/// A phone made of one UDP socket: it says what the test says, so an outsider's tricks can be played with it. Of itself
/// it does one thing only, it absorbs repeated requests.
/// </summary>
internal sealed class UdpPhone : IDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, FreePorts.Take()));
    private readonly Inbox<SipText> _inbox = new();
    private readonly HashSet<(string Method, string Via)> _heard = [];
    private readonly Account _account;
    private int _sequence;

    public UdpPhone(Account account)
    {
        _account = account;
        _ = Listen();
    }

    public UdpPhone(LocalServer server, string user) : this(new Account(user, server.Sip))
    {
    }

    public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    public string Contact => $"<sip:{_account.User}@127.0.0.1:{Port}>";

    public string Address => $"sip:{_account.User}@{LocalServer.Domain}";

    public IReadOnlyList<SipText> Unread => _inbox.All;

    public static string Random() =>
        Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));

    /// <summary>A request outside a dialog, from this phone's user.</summary>
    public SipText NewRequest(string method, string uri, string? to = null) => new($"{method} {uri} SIP/2.0",
    [
        ("Via", NewVia()),
        ("From", $"<{Address}>;tag={Random()}"),
        ("To", $"<{to ?? uri}>"),
        ("Call-ID", $"{Random()}@127.0.0.1"),
        ("CSeq", $"{++_sequence} {method}"),
        ("Contact", Contact),
        ("Max-Forwards", "70"),
    ]);

    /// <summary>A request inside a dialog.</summary>
    public SipText InDialog(PhoneDialog dialog, string method, int? sequence = null) => new(
        $"{method} {dialog.Target} SIP/2.0",
        [
            ("Via", NewVia()),
            .. dialog.Routes.Select(route => ("Route", route)),
            ("From", dialog.Local),
            ("To", dialog.Remote),
            ("Call-ID", dialog.CallId),
            ("CSeq", $"{sequence ?? dialog.LastSequence + 1} {method}"),
            ("Contact", Contact),
            ("Max-Forwards", "70"),
        ]);

    public string NewVia() => $"SIP/2.0/UDP 127.0.0.1:{Port};branch=z9hG4bK{Random()};rport";

    public Task Send(SipText message) => Send(Encoding.UTF8.GetBytes(message.ToString()));

    public async Task Send(ReadOnlyMemory<byte> datagram) => await _socket.SendAsync(datagram, _account.Server);

    /// <summary>Sends and waits for the final answer; provisional ones stay in the inbox.</summary>
    public async Task<SipText> Exchange(SipText request, TimeSpan? within = null)
    {
        await Send(request);
        return await Final(request, within);
    }

    public Task<SipText> Final(SipText request, TimeSpan? within = null) =>
        _inbox.Take(
            answer => answer.Status >= 200 && Answers(answer, request), $"final answer to {request.StartLine}", within);

    public Task<SipText> Provisional(SipText request, int status) =>
        _inbox.Take(answer => answer.Status == status && Answers(answer, request), $"{status} to {request.StartLine}");

    /// <summary>The final answer, after credentials where they are asked for.</summary>
    public async Task<SipText> Answered(SipText request)
    {
        var answer = await Exchange(request);
        return answer.Status is 401 or 407 ? await Exchange(await Authorized(request, answer)) : answer;
    }

    /// <summary>The request with the credentials that its first sending was asked for; a challenge must come.</summary>
    public async Task<SipText> Challenged(SipText request)
    {
        var challenge = await Exchange(request);
        return challenge.Status is 401 or 407
            ? await Authorized(request, challenge)
            : throw new InvalidOperationException($"no challenge to {request.StartLine}: {challenge}");
    }

    /// <summary>
    /// The ACK to an INVITE's 3xx to 6xx: same branch, no route but the INVITE's (RFC 3261 §17.1.1.3).
    /// </summary>
    public static SipText Ack(SipText invite, SipText answer) => new(
        $"ACK {invite.Uri} SIP/2.0",
        [
            ("Via", invite["Via"]),
            .. invite.All("Route").Select(route => ("Route", route)),
            ("From", invite["From"]),
            ("To", answer["To"]),
            ("Call-ID", invite["Call-ID"]),
            ("CSeq", $"{invite["CSeq"].Split(' ')[0]} ACK"),
            ("Max-Forwards", "70"),
        ]);

    /// <summary>RFC 3261 §9.1: the INVITE's Request-URI, Via, To, From, Call-ID, CSeq number and Routes.</summary>
    public static SipText Cancel(SipText invite) => new(
        $"CANCEL {invite.Uri} SIP/2.0",
        [
            ("Via", invite["Via"]),
            .. invite.All("Route").Select(route => ("Route", route)),
            ("From", invite["From"]),
            ("To", invite["To"]),
            ("Call-ID", invite["Call-ID"]),
            ("CSeq", $"{invite["CSeq"].Split(' ')[0]} CANCEL"),
            ("Max-Forwards", "70"),
        ]);

    public async Task<SipText> Register(int expires = 60, string? contact = null)
    {
        var request = NewRequest("REGISTER", $"sip:{LocalServer.Domain}", Address)
            .Set("Contact", contact ?? Contact).With("Expires", $"{expires}");
        return await Exchange(await Challenged(request));
    }

    public Task<SipText> Request(string method, TimeSpan? within = null) =>
        _inbox.Take(message => message.Method == method, $"{method} at {_account.User}'s phone", within);

    /// <summary>That request of another phone as it comes here, and no repeat of an earlier one.</summary>
    public Task<SipText> Arrival(SipText sent) =>
        _inbox.Take(
            message => message.Method == sent.Method && message["Call-ID"] == sent["Call-ID"]
                && message["CSeq"] == sent["CSeq"],
            $"{sent["CSeq"]} at {_account.User}'s phone");

    /// <summary>Answers a request; a tag makes the To of a new dialog, no tag keeps the request's.</summary>
    public async Task<SipText> Reply(SipText request, int status, string? tag = null, string session = "")
    {
        var to = tag is null || request.Tag("To").Length > 0 ? request["To"] : $"{request["To"]};tag={tag}";
        var answer = new SipText($"SIP/2.0 {status} Said",
        [
            .. request.All("Via").Select(via => ("Via", via)),
            .. request.All("Record-Route").Select(route => ("Record-Route", route)),
            ("From", request["From"]),
            ("To", to),
            ("Call-ID", request["Call-ID"]),
            ("CSeq", request["CSeq"]),
            ("Contact", Contact),
            .. session.Length > 0 ? ((string, string)[])[("Content-Type", "application/sdp")] : [],
        ], session);
        await Send(answer);
        return answer;
    }

    public void Dispose() => _socket.Dispose();

    private async Task<SipText> Authorized(SipText request, SipText challenge)
    {
        if (request.Method == "INVITE") await Send(Ack(request, challenge));
        var (asked, given) = challenge.Status == 401
            ? ("WWW-Authenticate", "Authorization")
            : ("Proxy-Authenticate", "Proxy-Authorization");
        return request.Set("Via", NewVia()).Set("CSeq", $"{++_sequence} {request.Method}")
            .With(given, DigestAnswer.To(challenge[asked], request, _account));
    }

    private static bool Answers(SipText answer, SipText request) =>
        answer["Call-ID"] == request["Call-ID"] && answer["CSeq"] == request["CSeq"];

    /// <summary>
    /// RFC 3261 §17.2.3. Whoever waits half a second for an answer sends its request again, and a test that is late
    /// would take that for the next request. What the phone has said is not repeated: nothing is lost on loopback.
    /// </summary>
    private bool IsRepeat(SipText message) => message.Status == 0 && !_heard.Add((message.Method, message["Via"]));

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                var datagram = await _socket.ReceiveAsync();
                var message = SipText.Parse(datagram.Buffer);
                if (!IsRepeat(message)) _inbox.Add(message);
            }
        }
        catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }
}
