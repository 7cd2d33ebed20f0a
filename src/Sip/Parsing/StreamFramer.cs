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
    public static FrameKind Next(ReadOnlySpan<byte> bytes, SipLimits limits, out int length, out SipParseError error) =>
        throw new NotSupportedException();
}
