using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>Tells whether a header that could not be read passes a limit; asked only after it was refused.</summary>
internal static class LimitCheck
{
    /// <summary>The limit's name; null when none is passed.</summary>
    public static string? FindPassed(SipMessage message, HeaderName name)
    {
        var count = 0;
        foreach (var value in new HeaderValues(message, name, int.MaxValue))
        {
            if (++count > message.Limits.MaxListValues) return nameof(SipLimits.MaxListValues);
            if (CountParameters(value.Span) > message.Limits.MaxParameters) return nameof(SipLimits.MaxParameters);
        }

        return null;
    }

    /// <summary>Whether a list whose addresses are not all read, as Via, is longer than the limit.</summary>
    public static bool HasTooManyValues(SipMessage message, HeaderName name)
    {
        var bytes = 0;
        for (var i = message.Index.Next(name, 0); i >= 0; i = message.Index.Next(name, i + 1))
            bytes += message.Fields[i].ValueLength + 1;
        // So many values take at least two bytes each, comma included: most messages need no counting.
        if (bytes <= message.Limits.MaxListValues * 2) return false;
        var count = 0;
        foreach (var _ in new HeaderValues(message, name, int.MaxValue)) count++;
        return count > message.Limits.MaxListValues;
    }

    private static int CountParameters(ReadOnlySpan<byte> value)
    {
        if (!AddressParts.TryRead(value, out var parts)) return value.Count((byte)';');
        var reader = new ParameterReader(value[parts.ParametersStart..]);
        while (reader.MoveNext())
        {
        }

        return reader.Count;
    }
}
