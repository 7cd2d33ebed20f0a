using static ServerlessSip.Sip.Transactions.TransactionActions;
using static ServerlessSip.Sip.Transactions.TransactionInput;

namespace ServerlessSip.Sip.Transactions;

/// <summary>
/// The repeats of a 2xx that we made as UAS, on every transport, until its ACK (RFC 3261 §13.3.1.4). Not a
/// transaction: it outlives one. Its timers bear the letters of the 3xx–6xx that they mirror, G and H.
/// </summary>
public struct UasSuccess
{
    private readonly TransactionTimes _times;
    private int _interval;
    private bool _over;

    public TransactionTimers Timers;

    /// <summary>The 2xx goes out as this is made.</summary>
    public UasSuccess(TransactionTimes times, long now)
    {
        _times = times;
        _interval = times.T1;
        Timers.Set(TimerG, now + _interval);
        Timers.Set(TimerH, now + times.Life);
    }

    public TransactionActions Take(TransactionInput input, long now)
    {
        if (_over) return Absorb;
        switch (input)
        {
            case TimerG:
                _interval = Math.Min(_interval * 2, _times.T2);
                Timers.Set(TimerG, now + _interval);
                return Send;
            case Ack:
                return Finish(PassUp);
            case TimerH:
                return Finish(ReportTimeout);
            default:
                return Absorb;
        }
    }

    private TransactionActions Finish(TransactionActions actions)
    {
        _over = true;
        Timers.StopAll();
        return actions | End;
    }
}
