using System.Globalization;

namespace ServerlessSip.Engine.Registrar;

/// <summary>Reads delta-seconds.</summary>
internal static class Seconds
{
    /// <summary>RFC 3261 §20.10, §20.19: a malformed value counts as 3600; one above 2^32−1 as that.</summary>
    public static uint Parse(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return 3600;
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : uint.MaxValue;
    }
}
