using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>Where the header fields of a message are, and which known names occur.</summary>
internal struct HeaderIndex
{
    private const int FirstCapacity = 16;

    public FieldEntry[] Fields;
    public int Count;

    /// <summary>One bit for each known name that occurs, and for each that occurs in more than one field.</summary>
    public ulong Present;
    public ulong Repeated;
    public int HeadLength;

    /// <summary>The first thing that is wrong but leaves the message answerable.</summary>
    public SipParseError Fault;

    public static ulong Bit(HeaderName name) => 1UL << (int)name;

    public readonly bool Has(HeaderName name) => (Present & Bit(name)) != 0;
    public readonly bool IsRepeated(HeaderName name) => (Repeated & Bit(name)) != 0;

    /// <summary>The first field of that name at or after a place; −1 when there is none.</summary>
    public readonly int Next(HeaderName name, int from)
    {
        if (!Has(name)) return -1;
        for (; from < Count; from++)
        {
            if (Fields[from].Name == name) return from;
        }

        return -1;
    }

    public static bool TryBuild(
        ReadOnlySpan<byte> bytes, int start, SipLimits limits, out HeaderIndex index, out SipParseError error)
    {
        index = new HeaderIndex { Fields = new FieldEntry[FirstCapacity] };
        error = SipParseError.None;
        int empty;
        while ((empty = HeadLines.EmptyLine(bytes, start)) == 0)
        {
            if (start == bytes.Length)
            {
                index.Note(new SipParseError(SipParseErrorKind.Truncated, start, "Missing Empty Line"));
                break;
            }

            var end = HeadLines.FieldEnd(bytes, start);
            error = Check(start, end, index.Count, limits);
            if (error.Kind != SipParseErrorKind.None) return false;
            index.Add(bytes[start..end], start);
            start = end;
        }

        index.HeadLength = start + empty;
        return true;
    }

    public static SipParseError Check(int start, int end, int count, SipLimits limits)
    {
        if (end < 0) return new SipParseError(SipParseErrorKind.Truncated, start, "Truncated Header");
        // A field's parts are kept in 16 bits, so no limit can be set above that.
        if (end - start > Math.Min(limits.MaxHeaderBytes, ushort.MaxValue))
            return new SipParseError(SipParseErrorKind.TooLarge, start, nameof(SipLimits.MaxHeaderBytes));
        if (count >= limits.MaxHeaders)
            return new SipParseError(SipParseErrorKind.TooLarge, start, nameof(SipLimits.MaxHeaders));
        return SipParseError.None;
    }

    private void Add(ReadOnlySpan<byte> field, int offset)
    {
        var entry = FieldEntry.Read(field, offset);
        if (Count == Fields.Length) Array.Resize(ref Fields, Count * 2);
        Fields[Count++] = entry;
        if (entry.Name == HeaderName.Other)
        {
            Present |= Bit(HeaderName.Other);
            if (entry.NameLength == 0 || field[..entry.NameLength].ContainsAnyExcept(Chars.Token))
                Note(new SipParseError(SipParseErrorKind.HeaderLine, offset, "Malformed Header Line"));
            return;
        }

        Repeated |= Present & Bit(entry.Name);
        Present |= Bit(entry.Name);
    }

    private void Note(SipParseError fault)
    {
        if (Fault.Kind == SipParseErrorKind.None) Fault = fault;
    }
}
