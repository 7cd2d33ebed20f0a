using System.Buffers;
using System.Text;

namespace ServerlessSip.Sip.Parsing;

/// <summary>Percent escapes of URIs (RFC 3261 §19.1.2, RFC 2396 §2.4): resolved once and never twice.</summary>
internal static class Escapes
{
    private static readonly SearchValues<byte> s_reserved = SearchValues.Create(";/?:@&=+$,"u8);

    /// <summary>Whether two hexadecimal digits follow every percent sign.</summary>
    public static bool AreValid(ReadOnlySpan<byte> text)
    {
        for (int percent; (percent = text.IndexOf((byte)'%')) >= 0; text = text[(percent + 3)..])
        {
            if (percent + 2 >= text.Length || !IsHex(text[percent + 1]) || !IsHex(text[percent + 2])) return false;
        }

        return true;
    }

    /// <summary>The next byte with its escape resolved.</summary>
    public static byte Next(ReadOnlySpan<byte> text, ref int position, out bool escaped)
    {
        var b = text[position];
        escaped = b == '%' && position + 2 < text.Length && IsHex(text[position + 1]) && IsHex(text[position + 2]);
        if (!escaped)
        {
            position++;
            return b;
        }

        b = (byte)((Convert(text[position + 1]) << 4) | Convert(text[position + 2]));
        position += 3;
        return b;
    }

    public static string Resolve(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'%')) return Encoding.UTF8.GetString(text);
        var bytes = new byte[text.Length];
        var count = 0;
        for (var position = 0; position < text.Length;) bytes[count++] = Next(text, ref position, out _);
        return Encoding.UTF8.GetString(bytes, 0, count);
    }

    /// <summary>RFC 3261 §19.1.4: a byte equals its escape unless it is of the reserved set.</summary>
    public static bool Equal(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, bool ignoreCase)
    {
        int i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            var x = Next(a, ref i, out var xEscaped);
            var y = Next(b, ref j, out var yEscaped);
            if (xEscaped != yEscaped && s_reserved.Contains(x)) return false;
            if (x != y && !(ignoreCase && Lower(x) == Lower(y))) return false;
        }

        return i == a.Length && j == b.Length;
    }

    private static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;

    private static bool IsHex(byte b) => char.IsAsciiHexDigit((char)b);

    private static int Convert(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
