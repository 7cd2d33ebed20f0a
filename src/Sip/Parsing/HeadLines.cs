namespace ServerlessSip.Sip.Parsing;

/// <summary>
/// The lines of a head. A line ends with LF; the CR before it is optional, as all deployed parsers have it.
/// </summary>
internal static class HeadLines
{
    /// <summary>The start of the next line; −1 when the line does not end.</summary>
    public static int LineEnd(ReadOnlySpan<byte> bytes, int start)
    {
        var feed = bytes[start..].IndexOf((byte)'\n');
        return feed < 0 ? -1 : start + feed + 1;
    }

    /// <summary>The end of a header field with its folded lines; −1 when it does not end.</summary>
    public static int FieldEnd(ReadOnlySpan<byte> bytes, int start)
    {
        do
        {
            start = LineEnd(bytes, start);
            if (start < 0) return -1;
        }
        while (start < bytes.Length && bytes[start] is (byte)' ' or (byte)'\t');
        return start;
    }

    /// <summary>The length of the empty line at this place, 0 when there is none.</summary>
    public static int EmptyLine(ReadOnlySpan<byte> bytes, int start)
    {
        if (start >= bytes.Length) return 0;
        if (bytes[start] == '\n') return 1;
        return bytes[start] == '\r' && start + 1 < bytes.Length && bytes[start + 1] == '\n' ? 2 : 0;
    }

    /// <summary>RFC 3261 §7.5: empty lines before the start line are ignored.</summary>
    public static int SkipEmptyLines(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        for (int length; (length = EmptyLine(bytes, start)) > 0;) start += length;
        return start;
    }

    /// <summary>The line without its line end.</summary>
    public static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> bytes, int start, int end)
    {
        end--;
        if (end > start && bytes[end - 1] == '\r') end--;
        return bytes[start..end];
    }
}
