using ServerlessSip.Scenarios.Harness;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>
/// A phone's part in a call as a SIPp scenario: what it says and what it must hear, in this order. Anything else that
/// it hears fails its call.
/// </summary>
internal sealed class SippPhone
{
    public const string Sdp = "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 6000 RTP/AVP 0\n";

    /// <summary>SIPp reads no scenario of more than 64 KB.</summary>
    private const int MostBytesInScript = 8 * 1024;

    /// <summary>
    /// Two datagrams of one phone may overtake each other in the server, whose threads share a socket; in milliseconds.
    /// </summary>
    private const int InOrder = 50;

    private readonly SippScript _script = new();
    private readonly Dictionary<string, string> _files = [];
    private readonly Dictionary<string, int> _lastSequence = [];
    private readonly HashSet<string> _outside = [];
    private readonly string? _to;
    private int _branches;
    private int _dialog;
    private (string Target, string Routes, string To, int Branch) _invite;
    private int _sequence;
    private bool _isMixed;
    private bool _isInviteLast;
    private bool _isAckLast;

    private SippPhone(string user, string? callee, string domain = LocalServer.Domain)
    {
        User = user;
        From = callee is null ? $"From:[$self];tag={Tag}" : $"From: <sip:{user}@{domain}>;tag={Tag}";
        _to = callee is null ? null : $"<sip:{callee}@{LocalServer.Domain}>";
        _sequence = callee is null ? 700 : 0;
    }

    public string User { get; }

    /// <summary>Of From where it calls, of To where it is called.</summary>
    public string Tag { get; } = UdpPhone.Random();

    /// <summary>The scenario.</summary>
    public string Xml => _script.ToString();

    /// <summary>What the scenario reads when it runs, by name.</summary>
    public IReadOnlyDictionary<string, string> Files => _files;

    private string Contact => $"<sip:{User}@[local_ip]:[local_port];transport=[transport]>";

    private string From { get; }

    private string Remote => _to is null ? "[$peer]" : $"[$peer{_dialog}]";

    /// <param name="domain">What From says; the password is that of our user.</param>
    public static SippPhone Caller(string user, string callee, string domain = LocalServer.Domain) =>
        new(user, callee, domain);

    public static SippPhone Callee(string user) => new(user, null);

    /// <summary>A request outside a dialog, sent again with credentials when they are asked for.</summary>
    /// <param name="mayTry">Whether 100 may come next; not where the next step is to send.</param>
    public SippPhone Ask(string method, string lines = "", string body = "", bool mayTry = true)
    {
        SendNew(method, lines, body);
        Trying(method);
        _script.Receive("response=\"407\" auth=\"true\"", [CSeq(method)]);
        if (method == "INVITE") AckFailure();
        SendNew(method, $"[authentication username={User} password=pw-{User}]\n{lines}", body);
        if (mayTry) Trying(method);
        return this;
    }

    public SippPhone Invite(string lines = "", string body = Sdp, bool mayTry = true) =>
        Ask("INVITE", Typed(lines, body), body, mayTry);

    /// <summary>RFC 3261 §9.1: the INVITE's Request-URI, Via, Route, From, To, Call-ID and CSeq number.</summary>
    public SippPhone Cancel(string lines = "", string sentBy = "[local_ip]:[local_port]")
    {
        _lastSequence["CANCEL"] = _lastSequence["INVITE"];
        Send($"CANCEL {_invite.Target} SIP/2.0", [
            $"Via: SIP/2.0/[transport] {sentBy};branch={Branch(_invite.Branch)};rport", _invite.Routes,
            From, _invite.To, .. Common(_lastSequence["CANCEL"], "CANCEL"), lines], "");
        return this;
    }

    /// <summary>
    /// A response must come; 101 to 299 to a request outside a dialog give the dialog's target, route and To-tag.
    /// </summary>
    public SippPhone Expect(int status, string method = "INVITE", params SippLook[] looks)
    {
        var makesDialog = _outside.Contains(method) && status is > 100 and < 300;
        _script.Receive(
            $"response=\"{status}\"{(makesDialog && _isMixed ? " rrs=\"true\"" : "")}",
            [CSeq(method), .. looks, .. makesDialog ? KeepDialog() : []]);
        return this;
    }

    /// <summary>A response that may come before the one expected next.</summary>
    public SippPhone Allow(int status)
    {
        _script.Receive($"response=\"{status}\" optional=\"true\"");
        return this;
    }

    /// <summary>
    /// The caller has one dialog only, whose route has two values as the transports of its sides differ (RFC 5658).
    /// </summary>
    public SippPhone BetweenTransports()
    {
        _isMixed = true;
        return this;
    }

    /// <summary>What follows is about the caller's n-th dialog.</summary>
    public SippPhone InDialog(int number)
    {
        _dialog = number;
        return this;
    }

    public SippPhone Ack()
    {
        _lastSequence["ACK"] = _lastSequence["INVITE"];
        Within("ACK", _lastSequence["ACK"], "", "");
        _isAckLast = true;
        return this;
    }

    /// <summary>ACK to what came last, a 3xx to 6xx: in the INVITE's own transaction.</summary>
    public SippPhone AckFailure()
    {
        Send($"ACK {_invite.Target} SIP/2.0", [
            Via(_invite.Branch), _invite.Routes, From, "[last_To:]", .. Common(_lastSequence["INVITE"], "ACK")], "");
        return this;
    }

    /// <summary>A request in the dialog.</summary>
    public SippPhone Request(string method, string lines = "", string body = "")
    {
        if (_isAckLast) _script.Pause(InOrder);
        Within(method, Next(method), Typed(lines, body), body);
        if (method == "INVITE") Trying(method);
        return this;
    }

    public SippPhone HangUp() => Request("BYE").Expect(200, "BYE");

    public SippPhone Pause(int milliseconds)
    {
        _script.Pause(milliseconds);
        return this;
    }

    /// <summary>The INVITE that begins the call must come; it can be answered from now on.</summary>
    public SippPhone ExpectInvite(params SippLook[] looks) => ExpectNew("INVITE", looks);

    /// <summary>The same of another request that makes a dialog, or of one outside any.</summary>
    public SippPhone ExpectNew(string method, params SippLook[] looks)
    {
        _script.Receive($"request=\"{method}\" rrs=\"true\"", [
            SippLook.Kept("Via", "via1"), SippLook.Kept("Via", "via2", 2), SippLook.Kept("Record-Route", "record"),
            SippLook.Kept("From", "peer"), SippLook.Kept("To", "self"), SippLook.Kept("CSeq", "sequence"), .. looks]);
        _isInviteLast = true;
        return this;
    }

    /// <summary>An INVITE in the dialog must come; it is the one that is answered from now on.</summary>
    public SippPhone ExpectReinvite(params SippLook[] looks)
    {
        _script.Receive("request=\"INVITE\"", [
            SippLook.Kept("Via", "via1"), SippLook.Kept("Via", "via2", 2), SippLook.Kept("CSeq", "sequence"),
            .. looks]);
        _isInviteLast = false;
        return this;
    }

    /// <summary>Answers that request, whatever came since (through one transport on both sides).</summary>
    public SippPhone Say(int status, string lines = "", string body = "") => Said(status, _isInviteLast
        ? ["[last_Via:]", "[last_Record-Route:]", "[last_From:]", $"[last_To:];tag={Tag}", "[last_CSeq:]"]
        : ["Via:[$via1]", "Via:[$via2]", "Record-Route:[$record]", "From:[$peer]", $"To:[$self];tag={Tag}",
            "CSeq:[$sequence]"], lines, body);

    public SippPhone Answer(string lines = "") => Say(200, lines, Sdp).Hear("ACK");

    /// <summary>A request must come.</summary>
    public SippPhone Hear(string method, params SippLook[] looks)
    {
        _script.Receive($"request=\"{method}\"", looks);
        _isInviteLast = false;
        return this;
    }

    /// <summary>Answers the request that came last, but the first INVITE.</summary>
    public SippPhone Reply(int status, string lines = "", string body = "")
    {
        Send($"SIP/2.0 {status} Said", [
            "[last_Via:]", "[last_From:]", "[last_To:]", "[last_Call-ID:]", "[last_CSeq:]", $"Contact: {Contact}",
            Typed(lines, body)], body);
        return this;
    }

    public SippPhone IsHungUp() => Hear("BYE").Reply(200);

    /// <summary>CANCEL must come; it is answered, and the INVITE with 487.</summary>
    public SippPhone IsCancelled(params SippLook[] looks) =>
        Hear("CANCEL", looks).Reply(200).Say(487).Hear("ACK");

    private SippPhone Said(int status, string[] copied, string lines, string body)
    {
        var contact = lines.StartsWith("Contact:", StringComparison.Ordinal) ? "" : $"Contact: {Contact}";
        Send($"SIP/2.0 {status} Said", [.. copied, "Call-ID: [call_id]", contact, Typed(lines, body)], body);
        return this;
    }

    private SippLook[] KeepDialog() =>
    [
        SippLook.Kept("To", $"peer{_dialog}"),
        SippLook.Kept("Record-Route", $"route{_dialog}"),
        new("Contact", "sip:[^>]*") { Keep = $"target{_dialog}" },
    ];

    private void SendNew(string method, string lines, string body)
    {
        var target = $"sip:{_to![(_to!.IndexOf(':') + 1)..^1]}";
        var via = Via(++_branches);
        _outside.Add(method);
        if (method == "INVITE") _invite = (target, "", $"To: {_to}", _branches);
        Send($"{method} {target} SIP/2.0", [
            via, From, $"To: {_to}", .. Common(Next(method), method), $"Contact: {Contact}", lines], body);
    }

    private void Within(string method, int sequence, string lines, string body)
    {
        // SIPp itself keeps the target and route set of the first dialog that it sees, and none of a second one.
        var (target, routes) = _to is null || _isMixed
            ? ("[next_url]", "[routes]")
            : ($"[$target{_dialog}]", $"Route:[$route{_dialog}]");
        var via = Via(++_branches);
        _outside.Remove(method);
        if (method == "INVITE") _invite = (target, routes, $"To:{Remote}", _branches);
        Send($"{method} {target} SIP/2.0", [
            via, routes, From, $"To:{Remote}", .. Common(sequence, method), $"Contact: {Contact}", lines], body);
    }

    private void Send(string start, IEnumerable<string> lines, string body)
    {
        _isAckLast = false;
        var head = string.Join('\n', lines.Select(line => line.TrimEnd('\n')).Where(line => line.Length > 0));
        if (body.Length > MostBytesInScript)
        {
            var file = $"body{_files.Count}.txt";
            _files[file] = body;
            body = $"[file name={file}]";
        }
        _script.Send($"{start}\n{head}\nContent-Length: {(body.Length == 0 ? "0" : "[len]")}\n\n{body}");
    }

    private static string[] Common(int sequence, string method) =>
        ["Call-ID: [call_id]", $"CSeq: {sequence} {method}", "Max-Forwards: 70"];

    private static string Typed(string lines, string body) =>
        body == Sdp ? $"Content-Type: application/sdp\n{lines}" : lines;

    private string Via(int branch) =>
        $"Via: SIP/2.0/[transport] [local_ip]:[local_port];branch={Branch(branch)};rport";

    private string Branch(int number) => $"z9hG4bK{Tag}{number}";

    private int Next(string method) => _lastSequence[method] = ++_sequence;

    private SippLook CSeq(string method) => SippLook.Is("CSeq", $"{_lastSequence[method]} {method}");

    private void Trying(string method)
    {
        if (method == "INVITE") _script.Receive("response=\"100\" optional=\"true\"");
    }
}
