using System.Net;
using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.RouteTesting;

/// <summary>A request as one phone, or another server, got it, and what that one does with it.</summary>
public sealed class TestLeg
{
    private readonly Network _network;
    private readonly IPAddress _address;
    private readonly SipMessage _request;
    private readonly string _tag;

    internal TestLeg(Network network, string who, IPAddress address, SipMessage request)
    {
        (_network, Who, _address, _request) = (network, who, address, request);
        _tag = $"phone{network.Legs.Count + 1}";
        Method = Encoding.ASCII.GetString(request.MethodText);
    }

    /// <summary>The user whose phone it is; of others, whom the request asks for.</summary>
    public string Who { get; }

    public string Method { get; }

    /// <summary>The last status it gave; 0 for none yet.</summary>
    public int Status { get; private set; }

    /// <summary>Whether it was cancelled, and whether its call was ended.</summary>
    public bool IsCancelled { get; private set; }
    public bool IsEnded { get; private set; }

    /// <summary>Whether its 2xx was acknowledged.</summary>
    public bool IsAcknowledged { get; private set; }

    /// <summary>Whether it rings: it was asked and has neither answered nor been cancelled.</summary>
    public bool IsRinging => Method == "INVITE" && Status < 200 && !IsCancelled;

    /// <summary>The Request-URI that it got.</summary>
    public string Uri => Encoding.UTF8.GetString(_request.RequestUriText.Span);

    internal string CallId => Encoding.UTF8.GetString(_request.CallId);

    /// <summary>The value of the first header of a name in the request; null when there is none.</summary>
    public string? Header(string name) =>
        _request.TryGet(Encoding.UTF8.GetBytes(name), out var value) ? Encoding.UTF8.GetString(value.Span) : null;

    /// <summary>180 Ringing.</summary>
    public TestLeg Rings() => Reply(180);

    /// <summary>200 OK.</summary>
    public TestLeg Answers() => Reply(200);

    /// <summary>A final answer of 300 to 699.</summary>
    public TestLeg Declines(int status) => Reply(status);

    /// <summary>Any answer, with header lines of its own (each ended by CRLF).</summary>
    public TestLeg Reply(int status, string lines = "")
    {
        Give(status, lines);
        _network.Settle();
        return this;
    }

    internal void Tries() => Give(100);

    private void Give(int status, string lines = "")
    {
        if (Status >= 200) throw SipTestException.Of($"{Who} to have given no final answer yet", $"{Status}");
        Status = status;
        var tag = status == 100 ? "" : _tag;
        var routes = new StringBuilder();
        foreach (var value in _request.Values(HeaderName.RecordRoute))
            routes.Append("Record-Route: ").Append(Encoding.ASCII.GetString(value.Span)).Append("\r\n");
        var contact = $"Contact: <sip:{_tag}@{_address}:5060>\r\n";
        var bytes = ResponseWriter.Write(
            _request, status, null, Encoding.ASCII.GetBytes(tag), Encoding.UTF8.GetBytes($"{routes}{contact}{lines}"));
        _network.Receive(_address, bytes);
    }

    /// <summary>BYE, once it has answered.</summary>
    public void HangsUp()
    {
        if (Status is < 200 or >= 300) throw SipTestException.Of($"{Who} to be in the call", $"{Status}");
        var text = new StringBuilder($"BYE {_request.Contacts![0].Uri} SIP/2.0\r\n");
        text.Append($"Via: SIP/2.0/UDP {_address}:5060;branch=z9hG4bKbye{_tag};rport=5060;received={_address}\r\n");
        foreach (var value in _request.Values(HeaderName.RecordRoute))
            text.Append("Route: ").Append(Encoding.ASCII.GetString(value.Span)).Append("\r\n");
        text.Append($"From: {Encoding.UTF8.GetString(_request.To!.Text.Span)};tag={_tag}\r\n");
        text.Append($"To: {Encoding.UTF8.GetString(_request.From!.Text.Span)}\r\n");
        text.Append($"Call-ID: {CallId}\r\nCSeq: 1 BYE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n");
        IsEnded = true;
        _network.Receive(_address, text.ToString());
        _network.Settle();
    }

    /// <summary>
    /// Whether it belongs to a leg that is there: a CANCEL, an ACK, or a request in its dialog, which is answered as a
    /// phone does.
    /// </summary>
    internal bool IsOfAnother(IReadOnlyList<TestLeg> legs)
    {
        var other = legs.LastOrDefault(l => l._address.Equals(_address) && l.CallId == CallId && l.Belongs(this));
        if (other is not null) other.Take(this);
        else if (Method == "OPTIONS") Give(200);
        return other is not null || Method == "OPTIONS";
    }

    private bool Belongs(TestLeg later) => later.Method == "CANCEL"
        ? later._request.TopVia!.Branch.SequenceEqual(_request.TopVia!.Branch)
        : later._request.ToTag.SequenceEqual(Encoding.ASCII.GetBytes(_tag));

    private void Take(TestLeg later)
    {
        switch (later.Method)
        {
            case "ACK":
                IsAcknowledged |= Status is >= 200 and < 300;
                return;
            case "CANCEL" when Status < 200:
                IsCancelled = true;
                later.Give(200);
                Give(487);
                return;
            case "BYE":
                IsEnded = true;
                break;
        }
        later.Give(200);
    }
}
