using ServerlessSip.Ports;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge.Retransmission;

/// <summary>
/// A 2xx of our own that is repeated until its ACK, which has another branch: it is found by dialog and CSeq
/// number.
/// </summary>
internal sealed class SuccessEntry(UasSuccess machine) : TimedEntry
{
    private UasSuccess _machine = machine;

    public required ActorKey Actor { get; init; }
    public required SendTarget Target { get; init; }
    public required ReadOnlyMemory<byte> Response { get; init; }

    /// <summary>The server transaction's key, by which the functions know it.</summary>
    public required byte[] Transaction { get; init; }

    public override long NextAt => _machine.Timers.NextAt;

    public override TransactionActions Take(TransactionInput input, long now) => _machine.Take(input, now);

    public override bool TryTakeTimer(long now, out TransactionInput timer) => _machine.Timers.TryTake(now, out timer);

    /// <summary>Call-ID, tags and CSeq number of a 2xx or of its ACK; 0 when they do not fit.</summary>
    public static int WriteKey(in SipHead head, Span<byte> destination)
    {
        var needed = head.CallId.Length + head.FromTag.Length + head.ToTag.Length + 13;
        if (needed > destination.Length) return 0;
        var length = Append(destination, 0, head.CallId);
        length = Append(destination, length, head.FromTag);
        length = Append(destination, length, head.ToTag);
        head.CSeq.TryFormat(destination[length..], out var digits);
        return length + digits;
    }

    private static int Append(Span<byte> destination, int at, ReadOnlySpan<byte> part)
    {
        part.CopyTo(destination[at..]);
        destination[at + part.Length] = (byte)' ';
        return at + part.Length + 1;
    }
}
