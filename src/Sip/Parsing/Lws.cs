namespace ServerlessSip.Sip.Parsing;

/// <summary>
/// Linear white space (RFC 3261 §25.1): spaces, tabs and folds. Inside a header field every line end is a fold.
/// </summary>
internal static class Lws
{
    public static bool Is(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    public static int Skip(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && Is(text[position])) position++;
        return position;
    }

    /// <summary>
    /// Where the text before <paramref name="end"/> ends when white space is taken off, not before <paramref
    /// name="start"/>.
    /// </summary>
    public static int TrimEnd(ReadOnlySpan<byte> text, int start, int end)
    {
        while (end > start && Is(text[end - 1])) end--;
        return end;
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var start = Skip(text, 0);
        return text[start..TrimEnd(text, start, text.Length)];
    }
}
