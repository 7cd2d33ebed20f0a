using ServerlessSip.Ports;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge.Retransmission;

/// <summary>What a relay remembers of a server transaction.</summary>
internal abstract class ServerEntry : TimedEntry
{
    public required ActorKey Actor { get; init; }

    /// <summary>Where the last response went, and its repeats go.</summary>
    public SendTarget Target;

    /// <summary>The request, kept until a response went out: for the 100 and the 500 that the relay makes.</summary>
    public ReadOnlyMemory<byte> Request;
    public ReadOnlyMemory<byte> LastResponse;

    /// <summary>
    /// When the relay answers by itself; <see cref="long.MaxValue"/> once the functions have taken the transaction.
    /// </summary>
    public long AnswerAt = long.MaxValue;

    /// <summary>Whether the request opens something, so that an answer is of use for a time only.</summary>
    public bool Expires;

    /// <summary>The bus holds the envelope: only then is 100 the truth.</summary>
    public bool IsHeld;

    /// <summary>100 was due before the bus held the envelope.</summary>
    public bool IsTryingDue;

    /// <summary>
    /// A 100 is on its way to the socket: what functions send meanwhile waits in <see cref="Behind"/>, not to overtake
    /// it.
    /// </summary>
    public bool IsTryingUnderWay;
    public Queue<(SendTarget Target, ReadOnlyMemory<byte> Bytes)>? Behind;

    /// <summary>Set when the relay has answered by itself: until then no other response is let out.</summary>
    public long RefuseUntil;

    /// <summary>The repeats of our own 2xx for this transaction.</summary>
    public SuccessEntry? Success;

    /// <summary>Whether functions have sent something for it, or the relay its own final.</summary>
    public bool IsTaken => Request.IsEmpty || (Expires && AnswerAt == long.MaxValue);

    protected abstract ref TransactionTimers Timers { get; }

    public override long NextAt
    {
        get
        {
            var next = Math.Min(AnswerAt, Timers.NextAt);
            return next == long.MaxValue && RefuseUntil != 0 ? RefuseUntil : next;
        }
    }

    public override bool TryTakeTimer(long now, out TransactionInput timer) => Timers.TryTake(now, out timer);

    /// <summary>The functions have sent something: the relay gives no final of its own.</summary>
    public void Accept() => AnswerAt = long.MaxValue;

    /// <summary>A response of this status class as the input of the machine.</summary>
    public static TransactionInput InputOf(int status, Ports.Retransmission retransmission) => status switch
    {
        < 200 => TransactionInput.Provisional,
        < 300 => TransactionInput.Success,
        _ when retransmission == Ports.Retransmission.InviteServer => TransactionInput.Failure,
        _ => TransactionInput.FailureOnce,
    };

    public static ServerEntry Create(
        bool isInvite,
        ReadOnlySpan<byte> key,
        ActorKey actor,
        in SendTarget target,
        in (TransactionTimes Times, long Now) start)
    {
        var (times, now) = start;
        var bytes = key.ToArray();
        ServerEntry entry = isInvite
            ? new InviteServerEntry(new(times, target.IsReliable, now)) { Key = bytes, Actor = actor }
            : new NonInviteServerEntry(new(times, target.IsReliable, now)) { Key = bytes, Actor = actor };
        entry.Target = target;
        return entry;
    }
}
