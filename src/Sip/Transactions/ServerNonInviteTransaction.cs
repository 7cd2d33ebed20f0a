using static ServerlessSip.Sip.Transactions.TransactionActions;
using static ServerlessSip.Sip.Transactions.TransactionInput;

namespace ServerlessSip.Sip.Transactions;

/// <summary>The states of RFC 3261 figure 8.</summary>
public enum ServerNonInviteState : byte
{
    Terminated = 0,
    Trying,
    Proceeding,
    Completed,
}

/// <summary>
/// The non-INVITE server transaction (RFC 3261 §17.2.2, RFC 4320). Pure: the owner has the clock and the messages.
/// </summary>
public struct ServerNonInviteTransaction
{
    private readonly TransactionTimes _times;
    private readonly bool _reliable;

    public TransactionTimers Timers;

    /// <summary>The request goes up as this is made.</summary>
    public ServerNonInviteTransaction(TransactionTimes times, bool reliable, long now)
    {
        _times = times;
        _reliable = reliable;
        State = ServerNonInviteState.Trying;
        Timers.Set(TimerTrying, now + times.NonInviteTrying);
        // RFC 4320 §4.2: no 408; after 64·T1 the client has given up and no answer is of use.
        Timers.Set(TimerLapse, now + times.Life);
    }

    public ServerNonInviteState State { get; private set; }

    public TransactionActions Take(TransactionInput input, long now) => State switch
    {
        ServerNonInviteState.Trying => Trying(input, now),
        ServerNonInviteState.Proceeding => Proceeding(input, now),
        ServerNonInviteState.Completed => Completed(input),
        _ => Absorb,
    };

    private TransactionActions Trying(TransactionInput input, long now) =>
        input == Repeat ? Absorb : Proceeding(input, now);

    private TransactionActions Proceeding(TransactionInput input, long now)
    {
        switch (input)
        {
            case Repeat:
                return Send;
            case TimerTrying:
                State = ServerNonInviteState.Proceeding;
                return SendTrying;
            case Provisional:
                State = ServerNonInviteState.Proceeding;
                Timers.StopRepeat();
                return Send;
            case Success or Failure or FailureOnce:
                return Complete(now);
            case TransportError:
                return Terminate(ReportTransportError);
            case TimerLapse:
                return Terminate(Absorb);
            default:
                return Absorb;
        }
    }

    private TransactionActions Complete(long now)
    {
        // RFC 3261 §17.2.2: timer J is zero on a reliable transport.
        if (_reliable) return Terminate(Send);
        State = ServerNonInviteState.Completed;
        Timers.StopRepeat();
        Timers.Set(TimerJ, now + _times.Life);
        return Send;
    }

    private TransactionActions Completed(TransactionInput input) => input switch
    {
        Repeat => Send,
        TransportError => Terminate(ReportTransportError),
        TimerJ => Terminate(Absorb),
        _ => Absorb,
    };

    private TransactionActions Terminate(TransactionActions actions)
    {
        State = ServerNonInviteState.Terminated;
        Timers.StopAll();
        return actions | End;
    }
}
