using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>One header field in 16 bytes: places relative to the message, lengths within one field.</summary>
internal readonly struct FieldEntry
{
    public required int Offset { get; init; }
    public required ushort Length { get; init; }
    public required ushort NameLength { get; init; }

    /// <summary>From the start of the field to its value.</summary>
    public required ushort ValueShift { get; init; }
    public required ushort ValueLength { get; init; }
    public required HeaderName Name { get; init; }

    public int ValueOffset => Offset + ValueShift;
    public int End => Offset + Length;

    /// <summary>A field without a colon has no name and all of it is value.</summary>
    public static FieldEntry Read(ReadOnlySpan<byte> field, int offset)
    {
        var colon = field.IndexOf((byte)':');
        var nameLength = colon < 0 ? 0 : Lws.TrimEnd(field, 0, colon);
        var start = Lws.Skip(field, colon + 1);
        var end = Lws.TrimEnd(field, start, field.Length);
        if (start == field.Length) start = end = colon + 1;
        return new FieldEntry
        {
            Offset = offset,
            Length = (ushort)field.Length,
            NameLength = (ushort)nameLength,
            ValueShift = (ushort)start,
            ValueLength = (ushort)(end - start),
            Name = HeaderNames.Find(field[..nameLength]),
        };
    }
}
