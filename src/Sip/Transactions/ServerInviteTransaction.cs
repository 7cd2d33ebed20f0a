using static ServerlessSip.Sip.Transactions.TransactionActions;
using static ServerlessSip.Sip.Transactions.TransactionInput;

namespace ServerlessSip.Sip.Transactions;

/// <summary>The states of RFC 3261 figure 7 as RFC 6026 figure 6 betters them.</summary>
public enum ServerInviteState : byte
{
    Terminated = 0,
    Proceeding,
    Completed,
    Confirmed,
    Accepted,
}

/// <summary>
/// The INVITE server transaction (RFC 3261 §17.2.1, RFC 6026 §8.7). Pure: the owner has the clock and the messages.
/// </summary>
public struct ServerInviteTransaction
{
    private readonly TransactionTimes _times;
    private readonly bool _reliable;
    private bool _answered;
    private bool _once;
    private int _interval;

    public TransactionTimers Timers;

    /// <summary>The request goes up as this is made.</summary>
    public ServerInviteTransaction(TransactionTimes times, bool reliable, long now)
    {
        _times = times;
        _reliable = reliable;
        State = ServerInviteState.Proceeding;
        Timers.Set(TimerTrying, now + times.InviteTrying);
        Timers.Set(TimerLapse, now + times.Lapse);
    }

    public ServerInviteState State { get; private set; }

    public TransactionActions Take(TransactionInput input, long now) => State switch
    {
        ServerInviteState.Proceeding => Proceeding(input, now),
        ServerInviteState.Completed => Completed(input, now),
        ServerInviteState.Confirmed => Confirmed(input),
        ServerInviteState.Accepted => Accepted(input),
        _ => Absorb,
    };

    private TransactionActions Proceeding(TransactionInput input, long now)
    {
        switch (input)
        {
            case Repeat:
                return _answered ? Send : Absorb;
            case Ack:
                return PassUp;
            case TimerTrying:
                _answered = true;
                return SendTrying;
            case Provisional:
                _answered = true;
                Timers.StopRepeat();
                Timers.Set(TimerLapse, now + _times.Lapse);
                return Send;
            case Success:
                // RFC 6026 §7.1: stay, so that repeats of the INVITE are absorbed and each ACK is passed up.
                State = ServerInviteState.Accepted;
                Timers.StopRepeat();
                Timers.Set(TimerL, now + _times.Life);
                return Send;
            case Failure or FailureOnce:
                // A caller that has a 100 repeats its INVITE no more: what is sent once might never come (RFC 3261
                // §17.1.1.2).
                return Fail(input == FailureOnce && !_answered, now);
            case TransportError:
                return Terminate(ReportTransportError);
            case TimerLapse:
                return Terminate(Absorb);
            default:
                return Absorb;
        }
    }

    private TransactionActions Fail(bool once, long now)
    {
        State = ServerInviteState.Completed;
        _once = once;
        _interval = _times.T1;
        Timers.StopRepeat();
        if (!_reliable && !once) Timers.Set(TimerG, now + _interval);
        Timers.Set(TimerH, now + _times.Life);
        return Send;
    }

    private TransactionActions Completed(TransactionInput input, long now)
    {
        switch (input)
        {
            case Repeat:
                return Send;
            case TimerG:
                _interval = Math.Min(_interval * 2, _times.T2);
                Timers.Set(TimerG, now + _interval);
                return Send;
            case TimerH:
                return Terminate(_once ? Absorb : ReportTimeout);
            case TransportError:
                return Terminate(ReportTransportError);
            case Ack:
                // RFC 3261 §17.2.1: timer I is zero on a reliable transport.
                if (_reliable) return Terminate(Absorb);
                State = ServerInviteState.Confirmed;
                Timers.StopRepeat();
                Timers.Set(TimerI, now + _times.T4);
                return Absorb;
            default:
                return Absorb;
        }
    }

    private TransactionActions Confirmed(TransactionInput input) => input == TimerI ? Terminate(Absorb) : Absorb;

    private TransactionActions Accepted(TransactionInput input) => input switch
    {
        Ack => PassUp,
        Success => Send,
        TransportError => ReportTransportError,
        TimerL => Terminate(Absorb),
        _ => Absorb,
    };

    private TransactionActions Terminate(TransactionActions actions)
    {
        State = ServerInviteState.Terminated;
        Timers.StopAll();
        return actions | End;
    }
}
