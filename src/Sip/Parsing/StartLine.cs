using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>
/// A request line or a status line taken apart (RFC 3261 §7.1, §7.2); places are relative to the line.
/// </summary>
internal struct StartLine
{
    public bool IsRequest;
    public int MethodLength;
    public int UriStart;
    public int UriLength;
    public int StatusCode;
    public int ReasonStart;

    /// <summary>Without its line end.</summary>
    public int Length;

    /// <summary>What is wrong with a request line that can still be answered.</summary>
    public SipParseError Fault;

    /// <param name="line">Without its line end.</param>
    public static bool TryParse(ReadOnlySpan<byte> line, out StartLine start, out SipParseError error)
    {
        start = new StartLine { Length = line.Length };
        error = StartsWithVersion(line) ? start.ReadStatus(line) : start.ReadRequest(line);
        return error.Kind == SipParseErrorKind.None;
    }

    private static bool StartsWithVersion(ReadOnlySpan<byte> text) =>
        text.Length > 4 && Ascii.EqualsIgnoreCase(text[..4], "SIP/"u8) && char.IsAsciiDigit((char)text[4]);

    private static SipParseError OtherVersion(int offset) =>
        new(SipParseErrorKind.Version, offset, "Version Not Supported");

    private static bool IsOurVersion(ReadOnlySpan<byte> text) => Ascii.EqualsIgnoreCase(text, "SIP/2.0"u8);

    private SipParseError ReadStatus(ReadOnlySpan<byte> line)
    {
        var space = line.IndexOf((byte)' ');
        if (space < 0) return new SipParseError(SipParseErrorKind.NotSip, 0, "Not SIP");
        if (!IsOurVersion(line[..space])) return OtherVersion(0);
        var rest = line[(space + 1)..];
        var codeLength = rest.IndexOf((byte)' ');
        if (codeLength < 0) codeLength = rest.Length;
        if (codeLength != 3 || !Numbers.TryParse(rest[..3], 699, out var code) || code < 100)
            return new SipParseError(SipParseErrorKind.StartLine, space + 1, "Malformed Status Code");
        StatusCode = (int)code;
        ReasonStart = Math.Min(space + 5, line.Length);
        return SipParseError.None;
    }

    private SipParseError ReadRequest(ReadOnlySpan<byte> line)
    {
        IsRequest = true;
        var end = Lws.TrimEnd(line, 0, line.Length);
        var method = line.IndexOf((byte)' ');
        var version = line[..end].LastIndexOf((byte)' ') + 1;
        if (method <= 0 || version <= 0 || !StartsWithVersion(line[version..end]))
            return new SipParseError(SipParseErrorKind.NotSip, 0, "Not SIP");
        MethodLength = method;
        UriStart = Math.Min(Lws.Skip(line, method), version);
        UriLength = Lws.TrimEnd(line, UriStart, version) - UriStart;
        Fault = FindFault(line, version, end);
        return SipParseError.None;
    }

    private readonly SipParseError FindFault(ReadOnlySpan<byte> line, int version, int end)
    {
        if (!IsOurVersion(line[version..end])) return OtherVersion(version);
        if (line[..MethodLength].ContainsAnyExcept(Chars.Token))
            return new SipParseError(SipParseErrorKind.StartLine, 0, "Malformed Method");
        // RFC 3261 §7.1: one space between the parts, none inside or after them; what is odd must not be sent on.
        var single = UriLength > 0 && MethodLength + 1 == UriStart
            && UriStart + UriLength + 1 == version && end == line.Length;
        if (!single || line.Slice(UriStart, UriLength).IndexOfAny((byte)' ', (byte)'\t') >= 0)
            return new SipParseError(SipParseErrorKind.StartLine, MethodLength, "Malformed Request Line");
        return SipParseError.None;
    }
}
