using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge.Retransmission;

/// <summary>
/// Something that a relay remembers under a key until its timers end it. Guarded by the lock of its shard.
/// </summary>
internal abstract class TimedEntry
{
    public required byte[] Key { get; init; }

    // The links and the slot of the timer wheel.
    public TimedEntry? Earlier;
    public TimedEntry? Later;
    public int Slot = -1;
    public long DueAt;

    /// <summary>When something is to be done next.</summary>
    public abstract long NextAt { get; }

    public abstract TransactionActions Take(TransactionInput input, long now);

    /// <summary>Takes one timer that is due; call until false.</summary>
    public abstract bool TryTakeTimer(long now, out TransactionInput timer);
}
