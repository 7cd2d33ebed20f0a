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
