using System.Text;

namespace ServerlessSip.Sip.Auth;

/// <summary>Quoted strings of RFC 3261 §25.1.</summary>
internal static class QuotedString
{
    /// <summary>The text between the quotes with its escapes resolved.</summary>
    public static string Unescape(ReadOnlySpan<byte> between)
    {
        if (!between.Contains((byte)'\\')) return Encoding.UTF8.GetString(between);
        var plain = new byte[between.Length];
        var length = 0;
        for (var i = 0; i < between.Length; i++)
        {
            if (between[i] == '\\' && i + 1 < between.Length) i++;
            plain[length++] = between[i];
        }

        return Encoding.UTF8.GetString(plain, 0, length);
    }

    /// <summary>The text as it stands between quotes.</summary>
    public static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
