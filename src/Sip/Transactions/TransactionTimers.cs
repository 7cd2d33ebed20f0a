namespace ServerlessSip.Sip.Transactions;

/// <summary>
/// The running timers of one transaction: at most one that repeats (A, E, G, Trying) and one that ends a state (all
/// others). Times are milliseconds on any monotonic scale.
/// </summary>
public struct TransactionTimers
{
    private TransactionInput _repeat;
    private TransactionInput _end;
    private long _repeatAt;
    private long _endAt;

    /// <summary>When the next timer fires; <see cref="long.MaxValue"/> when none runs.</summary>
    public readonly long NextAt => Math.Min(
        _repeat == TransactionInput.None ? long.MaxValue : _repeatAt,
        _end == TransactionInput.None ? long.MaxValue : _endAt);

    /// <summary>Starts a timer in place of the one of its sort that runs.</summary>
    public void Set(TransactionInput timer, long at)
    {
        if (Repeats(timer)) (_repeat, _repeatAt) = (timer, at);
        else (_end, _endAt) = (timer, at);
    }

    public void StopRepeat() => _repeat = TransactionInput.None;

    public void StopAll() => this = default;

    /// <summary>
    /// Takes one timer that is due; call until false. The one that ends a state goes before the one that repeats.
    /// </summary>
    public bool TryTake(long now, out TransactionInput timer)
    {
        if (_end != TransactionInput.None && _endAt <= now)
        {
            timer = _end;
            _end = TransactionInput.None;
            return true;
        }
        timer = _repeatAt <= now ? _repeat : TransactionInput.None;
        if (timer == TransactionInput.None) return false;
        _repeat = TransactionInput.None;
        return true;
    }

    private static bool Repeats(TransactionInput timer) => timer is TransactionInput.TimerA or TransactionInput.TimerE
        or TransactionInput.TimerG or TransactionInput.TimerTrying;
}
