using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>What framing needs of a head: where it ends and the Content-Length.</summary>
internal struct StreamHead
{
    /// <summary>0 while the head has not ended.</summary>
    public int Length;
    public int ContentLength;

    /// <summary>False when a limit is passed.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, int start, SipLimits limits, out StreamHead head, out SipParseError error)
    {
        head = new StreamHead { ContentLength = BodyLength.Absent };
        var count = 0;
        int empty;
        while ((empty = HeadLines.EmptyLine(bytes, start)) == 0)
        {
            var end = start == bytes.Length ? -1 : HeadLines.FieldEnd(bytes, start);
            // A line end at the end of what was received may yet be a fold.
            var whole = end >= 0 && end < bytes.Length;
            error = HeaderIndex.Check(start, end < 0 ? bytes.Length : end, whole ? count++ : 0, limits);
            if (error.Kind != SipParseErrorKind.None) return false;
            if (!whole) return true;
            if (HeadNames.Find(bytes[start..end], out var value) == HeaderName.ContentLength)
                head.ContentLength = BodyLength.Add(head.ContentLength, Lws.Trim(bytes[(start + value)..end]));
            start = end;
        }

        head.Length = start + empty;
        error = SipParseError.None;
        return true;
    }
}
