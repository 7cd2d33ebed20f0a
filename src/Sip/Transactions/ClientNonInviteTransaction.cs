using static ServerlessSip.Sip.Transactions.TransactionActions;
using static ServerlessSip.Sip.Transactions.TransactionInput;

namespace ServerlessSip.Sip.Transactions;

/// <summary>The states of RFC 3261 figure 6.</summary>
public enum ClientNonInviteState : byte
{
    Terminated = 0,
    Trying,
    Proceeding,
    Completed,
}

/// <summary>
/// The non-INVITE client transaction (RFC 3261 §17.1.2). Pure: the owner has the clock and the messages.
/// </summary>
public struct ClientNonInviteTransaction
{
    private readonly TransactionTimes _times;
    private readonly bool _reliable;
    private int _interval;

    public TransactionTimers Timers;

    /// <summary>The request goes out as this is made.</summary>
    public ClientNonInviteTransaction(TransactionTimes times, bool reliable, long now)
    {
        _times = times;
        _reliable = reliable;
        _interval = times.T1;
        State = ClientNonInviteState.Trying;
        if (!reliable) Timers.Set(TimerE, now + _interval);
        Timers.Set(TimerF, now + times.Life);
    }

    public ClientNonInviteState State { get; private set; }

    public TransactionActions Take(TransactionInput input, long now) => State switch
    {
        ClientNonInviteState.Trying => Trying(input, now),
        ClientNonInviteState.Proceeding => Proceeding(input, now),
        ClientNonInviteState.Completed => Completed(input),
        _ => Absorb,
    };

    private TransactionActions Trying(TransactionInput input, long now)
    {
        if (input != TimerE) return Proceeding(input, now);
        _interval = Math.Min(_interval * 2, _times.T2);
        Timers.Set(TimerE, now + _interval);
        return Send;
    }

    private TransactionActions Proceeding(TransactionInput input, long now)
    {
        switch (input)
        {
            case Provisional:
                // RFC 3261 §17.1.2.2: repeats go on, T2 apart from the next one on.
                State = ClientNonInviteState.Proceeding;
                return PassUp;
            case Success or Failure:
                return Complete(now);
            case TimerE:
                Timers.Set(TimerE, now + _times.T2);
                return Send;
            case TimerF:
                return Terminate(ReportTimeout);
            case TransportError:
                return Terminate(ReportTransportError);
            default:
                return Absorb;
        }
    }

    private TransactionActions Complete(long now)
    {
        // RFC 3261 §17.1.2.2: timer K is zero on a reliable transport.
        if (_reliable) return Terminate(PassUp);
        State = ClientNonInviteState.Completed;
        Timers.StopRepeat();
        Timers.Set(TimerK, now + _times.T4);
        return PassUp;
    }

    private TransactionActions Completed(TransactionInput input) => input == TimerK ? Terminate(Absorb) : Absorb;

    private TransactionActions Terminate(TransactionActions actions)
    {
        State = ClientNonInviteState.Terminated;
        Timers.StopAll();
        return actions | End;
    }
}
