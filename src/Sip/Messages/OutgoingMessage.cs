using System.Runtime.InteropServices;

namespace ServerlessSip.Sip.Messages;

/// <summary>
/// One change to a source message: <paramref name="Removed"/> bytes at <paramref name="Offset"/> give way to
/// <paramref name="Inserted"/>.
/// </summary>
public readonly record struct Splice(int Offset, int Removed, ReadOnlyMemory<byte> Inserted);

/// <summary>
/// A message to be sent: the bytes of a source message and what differs. Forks of one request share the source, so
/// that a document stores it once. Immutable.
/// </summary>
public sealed class OutgoingMessage
{
    private readonly Splice[] _splices;

    /// <param name="source">The bytes of the message that this one was made from, or the whole message.</param>
    /// <param name="splices">In ascending order of offset, not overlapping; several at one offset go in their
    /// order.</param>
    public OutgoingMessage(ReadOnlyMemory<byte> source, Splice[] splices)
    {
        Source = source;
        _splices = splices;
        Length = Measure(source.Length, splices);
    }

    public ReadOnlyMemory<byte> Source { get; }
    public ReadOnlySpan<Splice> Splices => _splices;

    /// <summary>The bytes of the whole.</summary>
    public int Length { get; }

    public void CopyTo(Span<byte> destination)
    {
        var source = Source.Span;
        var position = 0;
        foreach (ref readonly var splice in Splices)
        {
            Append(source[position..splice.Offset], ref destination);
            Append(splice.Inserted.Span, ref destination);
            position = splice.Offset + splice.Removed;
        }

        Append(source[position..], ref destination);
    }

    /// <summary>
    /// The whole as one array; the source itself is returned when nothing differs and it spans its array.
    /// </summary>
    public ReadOnlyMemory<byte> ToBytes()
    {
        if (_splices.Length == 0
            && MemoryMarshal.TryGetArray(Source, out var whole) && whole.Array!.Length == whole.Count)
            return Source;
        var bytes = GC.AllocateUninitializedArray<byte>(Length);
        CopyTo(bytes);
        return bytes;
    }

    private static void Append(ReadOnlySpan<byte> part, ref Span<byte> destination)
    {
        part.CopyTo(destination);
        destination = destination[part.Length..];
    }

    private static int Measure(int length, Splice[] splices)
    {
        var end = 0;
        var whole = length;
        foreach (ref readonly var splice in splices.AsSpan())
        {
            if (splice.Offset < end || splice.Removed < 0 || splice.Removed > length - splice.Offset)
                throw new ArgumentException("splices overlap or are out of order", nameof(splices));
            end = splice.Offset + splice.Removed;
            whole += splice.Inserted.Length - splice.Removed;
        }

        return whole;
    }
}
