using ServerlessSip.Edge;

namespace ServerlessSip.Local.Tests.Several;

/// <summary>
/// One call from both ends, step by step; each step says through which relay its message comes in. The callee has
/// registered through the first relay.
/// </summary>
internal sealed class LoopCall : IDisposable
{
    private readonly Cluster _cluster;
    private readonly string _name;
    private string _received = "";
    private string _answer = "";
    private string _toCallee = "";
    private int _branches;

    private LoopCall(Cluster cluster, string name) => (_cluster, _name) = (cluster, name);

    public LoopPhone Caller { get; } = new();
    public LoopPhone Callee { get; } = new();
    public string CallId => $"{_name}@caller";
    public string Invite { get; private set; } = "";

    /// <summary>The INVITE as the callee got it.</summary>
    public string Received => _received;

    public static async Task<LoopCall> Create(Cluster cluster, string name)
    {
        var call = new LoopCall(cluster, name);
        await cluster.Register(name, call.Callee.Port, relay: 0);
        call.Invite = call.Request("INVITE", $"sip:{name}@{Cluster.Domain}", 1, call.NextBranch());
        return call;
    }

    /// <summary>INVITE and 180.</summary>
    public async Task Ring(int inviteBy, int ringingBy)
    {
        await Caller.Send(Invite, Relay(inviteBy));
        _received = await Callee.Request("INVITE");
        await Reply(180, ringingBy);
        await Caller.Response(180, "1 INVITE");
    }

    /// <summary>The callee says something to the INVITE; nothing is waited for.</summary>
    public Task Reply(int status, int by) => Callee.Send(Callee.Answer(_received, status, "callee"), Relay(by));

    /// <summary>The 2xx reaches the caller.</summary>
    public async Task Answered(int by)
    {
        await Reply(200, by);
        await HasAnswer();
    }

    public async Task HasAnswer()
    {
        _answer = await Caller.Response(200, "1 INVITE");
        _toCallee = string.Concat(LoopPhone.Values(_answer, "Record-Route").Reverse().Select(r => $"Route: {r}\r\n"));
    }

    /// <summary>The ACK to the 2xx reaches the callee.</summary>
    public async Task Acknowledge(int by)
    {
        await Caller.Send(InDialog("ACK", 1), Relay(by));
        await Callee.Request("ACK");
    }

    /// <summary>BYE and its 200.</summary>
    public async Task HangUp(int byeBy, int answerBy)
    {
        await Caller.Send(InDialog("BYE", 2), Relay(byeBy));
        var bye = await Callee.Request("BYE");
        await Callee.Send(Callee.Answer(bye, 200, "callee"), Relay(answerBy));
        await Caller.Response(200, "2 BYE");
    }

    /// <summary>The callee's BYE and its 200.</summary>
    public async Task CalleeHangsUp(int byeBy, int answerBy)
    {
        var routes = string.Concat(LoopPhone.Values(_received, "Record-Route").Select(r => $"Route: {r}\r\n"));
        var bye = $"BYE sip:caller@127.0.0.1:{Caller.Port} SIP/2.0\r\n"
            + $"Via: SIP/2.0/UDP 127.0.0.1:{Callee.Port};branch={NextBranch()}\r\n{routes}Max-Forwards: 70\r\n"
            + $"From: <sip:{_name}@{Cluster.Domain}>;tag=callee\r\nTo: <sip:caller@elsewhere.example>;tag=caller\r\n"
            + $"Call-ID: {CallId}\r\nCSeq: 1 BYE\r\nContent-Length: 0\r\n\r\n";
        await Callee.Send(bye, Relay(byeBy));
        var received = await Caller.Request("BYE");
        await Caller.Send(Caller.Answer(received, 200, "caller"), Relay(answerBy));
        await Callee.Response(200, "1 BYE");
    }

    /// <summary>CANCEL and its 200; the phone hears of it and ends, and the caller gets its 487.</summary>
    public async Task Cancel(int cancelBy, int answersBy)
    {
        await Caller.Send(OfInvite("CANCEL"), Relay(cancelBy));
        await Caller.Response(200, "1 CANCEL");
        await CancelReachesCallee(answersBy);
        await Caller.Response(487, "1 INVITE");
    }

    public async Task CancelReachesCallee(int answersBy)
    {
        var cancel = await Callee.Request("CANCEL");
        Assert.Equal(LoopPhone.Values(_received, "Via").First(), LoopPhone.Values(cancel, "Via").Single());
        await Callee.Send(Callee.Answer(cancel, 200, "callee"), Relay(answersBy));
        await Reply(487, answersBy);
    }

    /// <summary>The ACK to a failure, or a CANCEL: in the transaction of the INVITE.</summary>
    public string OfInvite(string method, string toTag = "") =>
        Invite.Replace("INVITE", method, StringComparison.Ordinal)
            .Replace($"@{Cluster.Domain}>\r\n", $"@{Cluster.Domain}>{toTag}\r\n", StringComparison.Ordinal);

    public void Dispose()
    {
        Caller.Dispose();
        Callee.Dispose();
    }

    private Relay Relay(int index) => _cluster.Relays[index];

    private string NextBranch() => $"z9hG4bK{_name}x{++_branches}";

    private string InDialog(string method, int cseq) => Request(
        method, $"sip:phone@127.0.0.1:{Callee.Port}", cseq, NextBranch(), ";tag=callee", _toCallee);

    private string Request(
        string method, string uri, int cseq, string branch, string toTag = "", string routes = "") =>
        $"{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{Caller.Port};branch={branch}\r\n{routes}"
        + "Max-Forwards: 70\r\nFrom: <sip:caller@elsewhere.example>;tag=caller\r\n"
        + $"To: <sip:{_name}@{Cluster.Domain}>{toTag}\r\nCall-ID: {CallId}\r\nCSeq: {cseq} {method}\r\n"
        + $"Contact: <sip:caller@127.0.0.1:{Caller.Port}>\r\nContent-Length: 0\r\n\r\n";
}
