namespace ServerlessSip.Sip.Parsing;

/// <summary>
/// Splits a list header at its commas, not at those inside quotes or angle brackets (RFC 3261 §7.3.1).
/// </summary>
internal static class ListSplitter
{
    /// <summary>
    /// The next value, white space removed. <paramref name="position"/> starts at 0. An empty field has no value; an
    /// unclosed quote or bracket takes the rest of the field.
    /// </summary>
    public static bool TryNext(ReadOnlySpan<byte> field, ref int position, out int start, out int length)
    {
        start = length = 0;
        if (position > field.Length || field.IsEmpty) return false;
        var end = ValueEnd(field, position);
        start = Lws.Skip(field[..end], position);
        length = Lws.TrimEnd(field, start, end) - start;
        position = end + 1;
        return true;
    }

    private static int ValueEnd(ReadOnlySpan<byte> field, int position)
    {
        while (true)
        {
            var next = field[position..].IndexOfAny((byte)',', (byte)'"', (byte)'<');
            if (next < 0) return field.Length;
            position += next;
            if (field[position] == ',') return position;
            position = Close(field, position);
            if (position < 0) return field.Length;
        }
    }

    private static int Close(ReadOnlySpan<byte> field, int open)
    {
        if (field[open] == '"') return QuotedText.End(field, open);
        var close = field[open..].IndexOf((byte)'>');
        return close < 0 ? -1 : open + close + 1;
    }
}
