namespace ServerlessSip.Sip.Parsing;

/// <summary>1*DIGIT, of any length but never above what is asked for.</summary>
internal static class Numbers
{
    public static bool TryParse(ReadOnlySpan<byte> text, uint max, out uint value)
    {
        value = 0;
        if (text.IsEmpty) return false;
        ulong sum = 0;
        foreach (var b in text)
        {
            if (!char.IsAsciiDigit((char)b)) return false;
            sum = sum * 10 + (uint)(b - '0');
            if (sum > max) return false;
        }
        value = (uint)sum;
        return true;
    }

    public static int DigitsLength(ReadOnlySpan<byte> text)
    {
        var other = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return other < 0 ? text.Length : other;
    }
}
