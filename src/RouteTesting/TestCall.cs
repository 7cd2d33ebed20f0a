using System.Globalization;
using System.Net;
using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.RouteTesting;

/// <summary>A request that a test sent, seen from the caller: what it came to, and whose phones it reached.</summary>
public sealed class TestCall
{
    private readonly SipTest _test;
    private readonly Network _network;
    private readonly IPAddress _address;
    private readonly TestRequest _request;
    private readonly List<int> _statuses = [];
    private SipMessage? _final;
    private int _cseq;
    private bool _authorised;

    internal TestCall(SipTest test, Network network, IPAddress address, TestRequest request)
    {
        (_test, _network, _address, _request) = (test, network, address, request);
        network.Callers[request.CallId] = Take;
        Send("");
        test.Settle();
    }

    /// <summary>The Call-ID.</summary>
    public string Id => _request.CallId;

    /// <summary>Every status that the caller got, but for challenges that the test answered; 100 left out.</summary>
    public IReadOnlyList<int> Statuses => _statuses;

    /// <summary>The final status; 0 while there is none.</summary>
    public int Status => _final?.StatusCode ?? 0;

    /// <summary>Whether the other side has hung up.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>What phones and other servers were sent for this call, oldest first.</summary>
    public IReadOnlyList<TestLeg> Legs => _test.LegsOf(this);

    /// <summary>Why the call went as it did: the lines of its trace, each <c>rule: decision</c>.</summary>
    public IReadOnlyList<string> Why => _test.WhyOf(this);

    /// <summary>The value of the first header of a name in the final answer; null when there is none.</summary>
    public string? Header(string name) =>
        _final is not null && _final.TryGet(Encoding.UTF8.GetBytes(name), out var value)
            ? Encoding.UTF8.GetString(value.Span) : null;

    /// <summary>The newest leg to a user's phone, or to another server.</summary>
    public TestLeg At(string who) =>
        Legs.LastOrDefault(l => l.Who == who) ?? throw SipTestException.Of($"a request to {who}", Seen());

    /// <summary>Exactly these ring now.</summary>
    public TestCall ShouldRing(params string[] who)
    {
        var ringing = Legs.Where(l => l.IsRinging).Select(l => l.Who).Order(StringComparer.Ordinal).ToArray();
        if (!ringing.SequenceEqual(who.Order(StringComparer.Ordinal)))
            throw SipTestException.Of($"{Listed(who)} to ring", Seen());
        return this;
    }

    /// <summary>The caller got this final status.</summary>
    public TestCall ShouldGet(int status)
    {
        if (Status != status) throw SipTestException.Of($"the caller to get {status}", Seen());
        return this;
    }

    /// <summary>The caller waits still.</summary>
    public TestCall ShouldBePending()
    {
        if (Status != 0) throw SipTestException.Of("the caller to wait still", Seen());
        return this;
    }

    /// <summary>The caller got the 200 of this one, and nobody else rings.</summary>
    public TestCall ShouldBeAnsweredBy(string who)
    {
        var answered = Legs.Where(l => l is { Method: "INVITE", Status: >= 200 and < 300 }).Select(l => l.Who);
        if (Status is < 200 or >= 300 || !answered.SequenceEqual([who]) || Legs.Any(l => l.IsRinging))
            throw SipTestException.Of($"{who} to have answered, and nobody else to ring", Seen());
        return this;
    }

    /// <summary>The caller gives up.</summary>
    public TestCall Cancel()
    {
        Send($"CANCEL {_request.Target}", Branch(), $"{_cseq} CANCEL", To(null), "");
        _test.Settle();
        return this;
    }

    /// <summary>The caller hangs up.</summary>
    public TestCall HangUp()
    {
        if (_final is not { StatusCode: >= 200 and < 300 }) throw SipTestException.Of("a call that is up", Seen());
        HasHungUp = true;
        InDialog("BYE", ++_cseq);
        _test.Settle();
        return this;
    }

    internal bool HasHungUp { get; private set; }

    private void Take(SipMessage message)
    {
        if (message.IsRequest) TakeRequest(message);
        else TakeResponse(message);
    }

    /// <summary>What the other side sends within the call is answered as a phone does.</summary>
    private void TakeRequest(SipMessage request)
    {
        IsEnded |= request.Method == SipMethod.Bye;
        if (request.Method != SipMethod.Ack)
            _network.Receive(_address, ResponseWriter.Write(request, 200, null, default, default));
    }

    private void TakeResponse(SipMessage response)
    {
        if (!Encoding.ASCII.GetString(response.MethodText).Equals(_request.Method, StringComparison.Ordinal)) return;
        var status = response.StatusCode;
        if (status == 100) return;
        if (status is 401 or 407 && !_authorised && _request.Caller is { } user
            && Digest.Answer(response, user, _request.Method, _request.Target) is { } answer)
        {
            _authorised = true;
            Send(answer);
            return;
        }
        if (_final is { StatusCode: >= 300 }) return;
        _statuses.Add(status);
        if (status < 200) return;
        _final = response;
        if (status < 300 && _request.Method == "INVITE") InDialog("ACK", _cseq);
    }

    private void Send(string lines)
    {
        _cseq++;
        var method = _request.Method;
        Send($"{method} {_request.Target}", Branch(), $"{_cseq} {method}", To(null), lines + _request.Lines);
    }

    /// <summary>RFC 3261 §12.2.1.1: to the Contact, by the recorded route.</summary>
    private void InDialog(string method, int cseq)
    {
        var routes = new StringBuilder();
        var recorded = new List<string>();
        foreach (var value in _final!.Values(HeaderName.RecordRoute))
            recorded.Add(Encoding.ASCII.GetString(value.Span));
        recorded.Reverse();
        foreach (var route in recorded) routes.Append($"Route: {route}\r\n");
        var target = _final.Contacts is [{ } contact, ..] ? contact.Uri.ToString() : _request.Target;
        var to = To(Encoding.UTF8.GetString(_final.ToTag));
        var branch = $"z9hG4bK{method}{cseq}x{_request.Number}";
        Send($"{method} {target}", branch, $"{cseq} {method}", to, routes.ToString());
    }

    private void Send(string start, string branch, string cseq, string to, string lines)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            {start} SIP/2.0
            Via: SIP/2.0/UDP {_address}:5060;branch={branch};rport=5060;received={_address}
            Max-Forwards: 70
            From: {_request.Display}<sip:{_request.From}>;tag=caller{_request.Number}
            To: {to}
            Call-ID: {_request.CallId}
            CSeq: {cseq}
            Contact: <sip:caller@{_address}:5060>

            """).ReplaceLineEndings("\r\n");
        _network.Receive(_address, $"{text}{lines}Content-Length: 0\r\n\r\n");
    }

    private string Branch() => string.Create(CultureInfo.InvariantCulture, $"z9hG4bKcall{_request.Number}x{_cseq}");

    private string To(string? tag) => $"<sip:{_request.To}>{(tag is null ? "" : $";tag={tag}")}";

    private string Seen()
    {
        var legs = Legs.Select(l => $"{l.Who} {l.Method} {(l.IsCancelled ? "cancelled" : $"{l.Status}")}");
        var caller = Status == 0 ? "the caller waits" : $"the caller got {Status}";
        return $"{Listed([.. legs])}; {caller}; {Listed([.. Why])}";
    }

    private static string Listed(string[] what) => what.Length == 0 ? "nobody" : string.Join(", ", what);
}

/// <summary>What a test sends.</summary>
internal sealed record TestRequest
{
    public required int Number { get; init; }
    public required string Method { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }

    /// <summary>What stands before the address in From.</summary>
    public string Display { get; init; } = "";

    /// <summary>Header lines, each ended by CRLF.</summary>
    public required string Lines { get; init; }

    /// <summary>The user whose password the caller knows; null for a stranger.</summary>
    public string? Caller { get; init; }

    public string Target => $"sip:{To}";
    public string CallId => string.Create(CultureInfo.InvariantCulture, $"call-{Number}@test");
}
