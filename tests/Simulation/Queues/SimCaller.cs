using System.Net;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Queues;

/// <summary>What a caller does.</summary>
/// <param name="Patience">When it gives up if nobody answers; null for never.</param>
/// <param name="Talk">How long it talks before it hangs up; null when the agent does.</param>
internal sealed record CallerPlan(TimeSpan? Patience, TimeSpan? Talk);

/// <summary>One who calls the queue.</summary>
internal sealed class SimCaller(QueueWorld world, int number, CallerPlan plan) : IParty
{
    private readonly string _callId = $"call{number}@far.example";
    private readonly string _from = $"From: <sip:caller{number}@far.example>;tag=c{number}";
    private string[] _routes = [];
    private readonly HashSet<string> _tags = [];
    private int _acks;
    private string? _to;
    private string _target = "";
    private bool _hungUp;

    public IPEndPoint EndPoint { get; } = new(IPAddress.Parse($"10.1.{number >> 8}.{number & 255}"), 5060);

    public int Number => number;
    public TimeSpan Dialled { get; private set; }
    public bool Cancelled { get; private set; }

    /// <summary>The finals that the INVITE got, further answers of a fork left out: one.</summary>
    public List<int> Finals { get; } = [];

    public TimeSpan? AnsweredAt { get; private set; }
    public int Queued { get; private set; }
    public bool IsOver { get; private set; }

    public void Dial()
    {
        Dialled = world.Events.Now;
        Send("INVITE", "sip:sales@sip.test", "i", "1 INVITE", "To: <sip:sales@sip.test>");
        if (plan.Patience is { } patience) world.Events.After(patience, GiveUp);
    }

    public void Received(SipMessage message)
    {
        if (message.IsRequest)
        {
            // The agent hangs up.
            IsOver |= _to is not null && SimText.Of(message.FromTag) == Tag(_to);
            world.Bus.Received(SimText.Response(message, 200, "", EndPoint), this);
            return;
        }
        var method = SimText.Of(message.MethodText);
        if (method == "BYE") IsOver |= message.StatusCode >= 200 && SimText.Of(message.ToTag) == Tag(_to!);
        if (method != "INVITE") return;
        if (message.StatusCode == 182) Queued++;
        if (message.StatusCode < 200) return;
        var isRepeat = message.StatusCode < 300 && !_tags.Add(SimText.Of(message.ToTag));
        if (!isRepeat && (message.StatusCode >= 300 || AnsweredAt is null)) Finals.Add(message.StatusCode);
        if (message.StatusCode >= 300) IsOver = true;
        else Answered(message, isRepeat);
    }

    /// <summary>Of several agents who answer at one time the first is kept (RFC 3261 §13.2.2.4).</summary>
    private void Answered(SipMessage success, bool isRepeat)
    {
        string[] routes = [.. SimText.Values(success, HeaderName.RecordRoute).Reverse().Select(r => $"Route: {r}")];
        var to = $"To: <sip:sales@sip.test>;tag={SimText.Of(success.ToTag)}";
        var target = success.Contacts![0].Uri.ToString();
        Send("ACK", target, $"a{_acks++}x", "1 ACK", [to, .. routes]);
        if (isRepeat) return;
        if (AnsweredAt is not null)
        {
            Send("BYE", target, $"b{_acks}x", "2 BYE", [to, .. routes]);
            return;
        }
        AnsweredAt = world.Events.Now;
        (_to, _target, _routes) = (to, target, routes);
        if (Cancelled) HangUp();
        else if (plan.Talk is { } talk) world.Events.After(talk, HangUp);
    }

    private void GiveUp()
    {
        if (Finals.Count > 0) return;
        Cancelled = true;
        Send("CANCEL", "sip:sales@sip.test", "i", "1 CANCEL", "To: <sip:sales@sip.test>");
    }

    private void HangUp()
    {
        if (IsOver || _hungUp) return;
        _hungUp = true;
        Send("BYE", _target, "b", "2 BYE", [_to!, .. _routes]);
    }

    private void Send(string method, string uri, string branch, string cseq, params string[] lines) =>
        world.Bus.Received(
            SimText.Request(method, uri, EndPoint,
            [
                SimText.Via(EndPoint, $"{branch}{number}"), _from, $"Call-ID: {_callId}", $"CSeq: {cseq}", .. lines,
            ]), this);

    private static string Tag(string to) => to[(to.LastIndexOf('=') + 1)..];
}
