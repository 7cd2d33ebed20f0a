using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>Reads Content-Length (RFC 3261 §20.14): digits only, and when repeated, always the same.</summary>
internal static class BodyLength
{
    public const int Absent = -1;
    public const int Malformed = -2;

    /// <summary>Puts the next field's value to what is known so far.</summary>
    public static int Add(int known, ReadOnlySpan<byte> value)
    {
        if (!Numbers.TryParse(value, int.MaxValue, out var length)) return Malformed;
        return known == Absent || known == (int)length ? (int)length : Malformed;
    }

    public static SipParseError Error(int offset) =>
        new(SipParseErrorKind.ContentLength, offset, "Bad Content-Length");
}
