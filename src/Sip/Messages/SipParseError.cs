namespace ServerlessSip.Sip.Messages;

/// <summary>Why bytes are not a SIP message, or which header is at fault.</summary>
/// <param name="Kind">The class of the fault; None when there is none.</param>
/// <param name="Offset">The byte at which it was seen.</param>
/// <param name="Detail">What was expected, in a few words, fit for a reason phrase.</param>
public readonly record struct SipParseError(SipParseErrorKind Kind, int Offset = 0, string? Detail = null)
{
    public static readonly SipParseError None;
}

/// <summary>The classes of faults.</summary>
public enum SipParseErrorKind : byte
{
    None = 0,

    /// <summary>Not SIP at all: no start line of either form.</summary>
    NotSip,

    /// <summary>SIP, but of another version than 2.0 (505).</summary>
    Version,

    /// <summary>A start line of the right form with a part that is wrong.</summary>
    StartLine,

    /// <summary>A header line without a name or a colon.</summary>
    HeaderLine,

    /// <summary>The headers do not end.</summary>
    Truncated,

    /// <summary>A limit of <see cref="SipLimits"/> is passed.</summary>
    TooLarge,

    /// <summary>Content-Length is wrong, doubled with another value, or above what is there.</summary>
    ContentLength,

    /// <summary>A mandatory header is missing (RFC 3261 §8.1.1).</summary>
    Missing,

    /// <summary>A header's value is against its grammar.</summary>
    Value,
}
