using static ServerlessSip.Sip.Transactions.TransactionActions;
using static ServerlessSip.Sip.Transactions.TransactionInput;

namespace ServerlessSip.Sip.Transactions;

/// <summary>The states of RFC 3261 figure 5 as RFC 6026 figure 5 betters them.</summary>
public enum ClientInviteState : byte
{
    Terminated = 0,
    Calling,
    Proceeding,
    Completed,
    Accepted,
}

/// <summary>
/// The INVITE client transaction (RFC 3261 §17.1.1, RFC 6026 §8.4). Pure: the owner has the clock and the messages.
/// </summary>
public struct ClientInviteTransaction
{
    private readonly TransactionTimes _times;
    private readonly bool _reliable;
    private int _interval;

    public TransactionTimers Timers;

    /// <summary>The request goes out as this is made.</summary>
    public ClientInviteTransaction(TransactionTimes times, bool reliable, long now)
    {
        _times = times;
        _reliable = reliable;
        _interval = times.T1;
        State = ClientInviteState.Calling;
        if (!reliable) Timers.Set(TimerA, now + _interval);
        Timers.Set(TimerB, now + times.Life);
    }

    public ClientInviteState State { get; private set; }

    public TransactionActions Take(TransactionInput input, long now) => State switch
    {
        ClientInviteState.Calling => Calling(input, now),
        ClientInviteState.Proceeding => Proceeding(input, now),
        ClientInviteState.Completed => Completed(input),
        ClientInviteState.Accepted => Accepted(input),
        _ => Absorb,
    };

    private TransactionActions Calling(TransactionInput input, long now)
    {
        switch (input)
        {
            case TimerA:
                _interval *= 2;
                Timers.Set(TimerA, now + _interval);
                return Send;
            case TimerB:
                return Terminate(ReportTimeout);
            case TransportError:
                return Terminate(ReportTransportError);
            default:
                return Proceeding(input, now);
        }
    }

    private TransactionActions Proceeding(TransactionInput input, long now)
    {
        switch (input)
        {
            case Provisional:
                State = ClientInviteState.Proceeding;
                Timers.StopRepeat();
                Timers.Set(TimerLapse, now + _times.Lapse);
                return PassUp;
            case Success:
                // RFC 6026 §7.2: stay, so that every 2xx of every fork is passed up.
                State = ClientInviteState.Accepted;
                Timers.StopRepeat();
                Timers.Set(TimerM, now + _times.Life);
                return PassUp;
            case Failure:
                return Fail(now);
            case TimerLapse:
                return Terminate(Absorb);
            default:
                return Absorb;
        }
    }

    private TransactionActions Fail(long now)
    {
        // RFC 3261 §17.1.1.2: timer D is zero on a reliable transport.
        if (_reliable) return Terminate(PassUp | SendAck);
        State = ClientInviteState.Completed;
        Timers.StopRepeat();
        Timers.Set(TimerD, now + _times.D);
        return PassUp | SendAck;
    }

    private TransactionActions Completed(TransactionInput input) => input switch
    {
        Failure => SendAck,
        // Not in the RFC's figure: a proxy below that let a 2xx out after all has a call that its caller must hear of.
        Success => PassUp,
        TransportError => Terminate(ReportTransportError),
        TimerD => Terminate(Absorb),
        _ => Absorb,
    };

    private TransactionActions Accepted(TransactionInput input) => input switch
    {
        Success => PassUp,
        TimerM => Terminate(Absorb),
        _ => Absorb,
    };

    private TransactionActions Terminate(TransactionActions actions)
    {
        State = ClientInviteState.Terminated;
        Timers.StopAll();
        return actions | End;
    }
}
