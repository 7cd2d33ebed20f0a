using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>A message's start line, index and length.</summary>
internal struct MessageFrame
{
    public StartLine Start;
    public HeaderIndex Index;
    public int Length;

    /// <summary>A wrong Content-Length: the body is then all that is there.</summary>
    public SipParseError BodyFault;

    /// <param name="bytes">From the start line on.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, SipLimits limits, out MessageFrame frame, out SipParseError error)
    {
        frame = default;
        return frame.ReadStart(bytes, limits, out error)
            && HeaderIndex.TryBuild(bytes, HeadLines.LineEnd(bytes, 0), limits, out frame.Index, out error)
            && frame.ReadLength(bytes, limits, out error);
    }

    private bool ReadStart(ReadOnlySpan<byte> bytes, SipLimits limits, out SipParseError error)
    {
        var end = HeadLines.LineEnd(bytes, 0);
        error = new SipParseError(SipParseErrorKind.NotSip, 0, "Not SIP");
        if (end < 0) return false;
        var line = HeadLines.Content(bytes, 0, end);
        if (line.Length <= limits.MaxStartLineBytes) return StartLine.TryParse(line, out Start, out error);
        error = new SipParseError(SipParseErrorKind.TooLarge, 0, nameof(SipLimits.MaxStartLineBytes));
        return false;
    }

    private bool ReadLength(ReadOnlySpan<byte> bytes, SipLimits limits, out SipParseError error)
    {
        var there = bytes.Length - Index.HeadLength;
        var length = WrittenLength(bytes, out var offset);
        // RFC 3261 §18.3: without a Content-Length the body runs to the end of the datagram.
        var isWrong = length == BodyLength.Malformed || length > there;
        if (isWrong) BodyFault = BodyLength.Error(offset);
        Length = Index.HeadLength + (isWrong || length == BodyLength.Absent ? there : length);
        error = Length > limits.MaxMessageBytes
            ? new SipParseError(SipParseErrorKind.TooLarge, 0, nameof(SipLimits.MaxMessageBytes))
            : SipParseError.None;
        return error.Kind == SipParseErrorKind.None;
    }

    private readonly int WrittenLength(ReadOnlySpan<byte> bytes, out int offset)
    {
        var length = BodyLength.Absent;
        offset = 0;
        for (var i = Index.Next(HeaderName.ContentLength, 0); i >= 0; i = Index.Next(HeaderName.ContentLength, i + 1))
        {
            ref readonly var entry = ref Index.Fields[i];
            offset = entry.Offset;
            length = BodyLength.Add(length, bytes.Slice(entry.ValueOffset, entry.ValueLength));
        }

        return length;
    }
}
