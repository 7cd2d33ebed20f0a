namespace ServerlessSip.Sip.Messages;

/// <summary>One change to a source message: <paramref name="Removed"/> bytes at <paramref name="Offset"/> give way to <paramref name="Inserted"/>.</summary>
public readonly record struct Splice(int Offset, int Removed, ReadOnlyMemory<byte> Inserted);

/// <summary>
/// A message to be sent: the bytes of a source message and what differs. Forks of one request share the source, so that a
/// document stores it once. Immutable.
/// </summary>
public sealed class OutgoingMessage
{
    /// <param name="source">The bytes of the message that this one was made from, or the whole message.</param>
    /// <param name="splices">In ascending order of offset, not overlapping; several at one offset go in their order.</param>
    public OutgoingMessage(ReadOnlyMemory<byte> source, Splice[] splices) => throw new NotSupportedException();

    public ReadOnlyMemory<byte> Source => throw new NotSupportedException();
    public ReadOnlySpan<Splice> Splices => throw new NotSupportedException();

    /// <summary>The bytes of the whole.</summary>
    public int Length => throw new NotSupportedException();

    public void CopyTo(Span<byte> destination) => throw new NotSupportedException();

    /// <summary>The whole as one array; the source itself is returned when nothing differs and it spans its array.</summary>
    public ReadOnlyMemory<byte> ToBytes() => throw new NotSupportedException();
}
