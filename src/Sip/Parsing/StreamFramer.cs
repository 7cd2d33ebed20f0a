using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>What a stream holds at its start.</summary>
public enum FrameKind : byte
{
    /// <summary>No whole message yet.</summary>
    NeedMore,

    /// <summary>A whole message of the given length.</summary>
    Message,

    /// <summary>A double CRLF: a ping to be answered with CRLF (RFC 5626 §4.4.1).</summary>
    Ping,

    /// <summary>A single CRLF: a pong, or an empty line before a message (RFC 3261 §7.5).</summary>
    Pong,

    /// <summary>Not SIP, too large, or no Content-Length: the connection cannot go on.</summary>
    Broken,
}

/// <summary>Finds messages in a stream by Content-Length (RFC 3261 §18.3).</summary>
public static class StreamFramer
{
    /// <param name="bytes">What was received and not yet consumed.</param>
    /// <param name="limits">A head or message above its limit is <see cref="FrameKind.Broken"/>.</param>
    /// <param name="length">How many bytes to consume for Message, Ping and Pong.</param>
    /// <param name="error">Why it is broken.</param>
    public static FrameKind Next(ReadOnlySpan<byte> bytes, SipLimits limits, out int length, out SipParseError error)
    {
        length = 0;
        error = SipParseError.None;
        if (bytes.IsEmpty) return FrameKind.NeedMore;
        if (bytes[0] is (byte)'\r' or (byte)'\n') return NextEmptyLine(bytes, ref length, ref error);
        var kind = FindMessage(bytes, limits, ref length, ref error);
        if (kind == FrameKind.NeedMore && bytes.Length >= limits.MaxMessageBytes)
            return Break(SipParseErrorKind.TooLarge, bytes.Length, nameof(SipLimits.MaxMessageBytes), ref error);
        return kind;
    }

    private static FrameKind NextEmptyLine(ReadOnlySpan<byte> bytes, ref int length, ref SipParseError error)
    {
        if (bytes.StartsWith("\r\n\r\n"u8))
        {
            length = 4;
            return FrameKind.Ping;
        }

        if (bytes.SequenceEqual("\r"u8) || bytes.SequenceEqual("\r\n\r"u8)) return FrameKind.NeedMore;
        length = HeadLines.EmptyLine(bytes, 0);
        return length > 0 ? FrameKind.Pong : Break(SipParseErrorKind.NotSip, 0, "Not SIP", ref error);
    }

    private static FrameKind FindMessage(
        ReadOnlySpan<byte> bytes, SipLimits limits, ref int length, ref SipParseError error)
    {
        var start = HeadLines.LineEnd(bytes, 0);
        var line = start < 0 ? bytes : HeadLines.Content(bytes, 0, start);
        if (line.Length > limits.MaxStartLineBytes)
            return Break(SipParseErrorKind.TooLarge, 0, nameof(SipLimits.MaxStartLineBytes), ref error);
        if (start < 0)
        {
            // Bytes that no method and no version begins with need not wait for a line end.
            if (Chars.Token.Contains(bytes[0])) return FrameKind.NeedMore;
            return Break(SipParseErrorKind.NotSip, 0, "Not SIP", ref error);
        }

        if (!StartLine.TryParse(line, out _, out error)) return FrameKind.Broken;
        if (!StreamHead.TryRead(bytes, start, limits, out var head, out error)) return FrameKind.Broken;
        if (head.Length == 0) return FrameKind.NeedMore;
        if (head.ContentLength < 0)
            return Break(SipParseErrorKind.ContentLength, head.Length, "Bad Content-Length", ref error);
        if (head.ContentLength > limits.MaxMessageBytes - head.Length)
            return Break(SipParseErrorKind.TooLarge, head.Length, nameof(SipLimits.MaxMessageBytes), ref error);
        length = head.Length + head.ContentLength;
        if (length <= bytes.Length) return FrameKind.Message;
        length = 0;
        return FrameKind.NeedMore;
    }

    private static FrameKind Break(SipParseErrorKind kind, int offset, string detail, ref SipParseError error)
    {
        error = new SipParseError(kind, offset, detail);
        return FrameKind.Broken;
    }
}
