using System.Net;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Queues;

/// <summary>What an agent's phone does with a call.</summary>
internal enum AgentMood
{
    Answers,
    Rings,
    Busy,
    Declines,

    /// <summary>Says nothing at all.</summary>
    Dead,
}

/// <summary>An agent's phone: one line.</summary>
internal sealed class SimAgent(QueueWorld world, int number, string user) : IParty
{
    private SipMessage? _invite;
    private bool _isUp;
    private bool _isAcked;
    private int _calls;

    public IPEndPoint EndPoint { get; } = new(IPAddress.Parse($"10.200.0.{number}"), 5060);

    public string User => user;

    /// <summary>How the next call goes, how long until it is answered, and how long it lasts if he hangs up.</summary>
    public Func<(AgentMood Mood, TimeSpan After, TimeSpan? Talk)> Next { get; set; } =
        () => (AgentMood.Answers, TimeSpan.FromSeconds(2), null);

    public int Answered { get; private set; }

    /// <summary>How often it rang while a call was up.</summary>
    public int Clashes { get; private set; }

    public bool IsUp => _isUp;

    public void Received(SipMessage message)
    {
        if (!message.IsRequest) return;
        switch (message.Method)
        {
            case SipMethod.Invite:
                Rung(message);
                break;
            case SipMethod.Cancel:
                Reply(message, 200);
                if (_invite is null || _isUp || !Same(message, _invite)) return;
                Reply(_invite, 487);
                _invite = null;
                break;
            case SipMethod.Ack:
                _isAcked = true;
                break;
            case SipMethod.Bye:
                Reply(message, 200);
                _isUp = false;
                _invite = null;
                break;
        }
    }

    private void Rung(SipMessage invite)
    {
        if (_isUp || _invite is not null)
        {
            Clashes++;
            Reply(invite, 486);
            return;
        }
        var (mood, after, talk) = Next();
        if (mood is AgentMood.Busy or AgentMood.Declines)
        {
            Reply(invite, mood == AgentMood.Busy ? 486 : 603);
            return;
        }
        if (mood == AgentMood.Dead) return;
        _invite = invite;
        Reply(invite, 180);
        if (mood == AgentMood.Answers) world.Events.After(after, () => PickUp(invite, talk));
    }

    private void PickUp(SipMessage invite, TimeSpan? talk)
    {
        if (_invite != invite) return;
        var call = ++_calls;
        (_isUp, _isAcked) = (true, false);
        Answered++;
        Reply(invite, 200);
        // RFC 3261 §13.3.1.4: 64·T1 without an ACK.
        world.Events.After(TimeSpan.FromSeconds(32), () =>
        {
            if (call == _calls && _isUp && !_isAcked) world.Fail($"{user} has answered and nobody is there");
        });
        if (talk is { } time) world.Events.After(time, () => HangUp(invite, call));
    }

    private void HangUp(SipMessage invite, int call)
    {
        if (call != _calls || !_isUp) return;
        var routes = SimText.Values(invite, HeaderName.RecordRoute).Select(r => $"Route: {r}");
        var to = SimText.Values(invite, HeaderName.From)[0];
        var from = SimText.Values(invite, HeaderName.To)[0];
        world.Bus.Received(
            SimText.Request("BYE", invite.Contacts![0].Uri.ToString(), EndPoint,
            [
                SimText.Via(EndPoint, $"bye{number}x{call}"), $"From: {from};tag={Tag(invite)}", $"To: {to}",
                $"Call-ID: {SimText.Of(invite.CallId)}", "CSeq: 1 BYE", .. routes,
            ]), this);
        _isUp = false;
        _invite = null;
    }

    private void Reply(SipMessage request, int status) =>
        world.Bus.Received(SimText.Response(request, status, Tag(request), EndPoint), this);

    private string Tag(SipMessage request) => $"a{number}{SimText.Of(request.TopVia!.Branch)[^12..]}";

    private static bool Same(SipMessage cancel, SipMessage invite) =>
        cancel.TopVia!.Branch.SequenceEqual(invite.TopVia!.Branch);
}
