namespace ServerlessSip.Sip.Parsing;

/// <summary>Quoted strings (RFC 3261 §25.1): a backslash takes away the meaning of the byte that follows.</summary>
internal static class QuotedText
{
    /// <summary>
    /// The place after the closing quote; −1 when the string does not end. <paramref name="open"/> is the first
    /// quote.
    /// </summary>
    public static int End(ReadOnlySpan<byte> text, int open)
    {
        var position = open + 1;
        while (position < text.Length)
        {
            var next = text[position..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0) return -1;
            position += next;
            if (text[position] == '"') return position + 1;
            position += 2;
        }

        return -1;
    }
}
