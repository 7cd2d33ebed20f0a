using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Messages;

/// <summary>What a response is composed of; composed twice, to count and to write.</summary>
public readonly ref struct ResponseParts
{
    /// <summary>The request that is answered, however malformed beyond its frame.</summary>
    public required SipMessage Request { get; init; }

    /// <summary>100 to 699.</summary>
    public required int StatusCode { get; init; }
    public string? ReasonPhrase { get; init; }
    public ReadOnlySpan<byte> ToTag { get; init; }
    public ReadOnlySpan<byte> HeaderLines { get; init; }

    /// <summary>With its Content-Type among the header lines.</summary>
    public ReadOnlySpan<byte> Body { get; init; }

    internal void Compose(ref ByteSink sink)
    {
        sink.Write("SIP/2.0 "u8);
        sink.Write((uint)StatusCode);
        sink.Write(" "u8);
        sink.Write(ReasonPhrase ?? ReasonPhrases.Of(StatusCode));
        sink.Write("\r\n"u8);
        CopyHeaders(ref sink);
        sink.Write(HeaderLines);
        sink.Write("Content-Length: "u8);
        sink.Write((uint)Body.Length);
        sink.Write("\r\n\r\n"u8);
        sink.Write(Body);
    }

    /// <summary>
    /// RFC 3261 §8.2.6.2: every Via in order, the others once even where a malformed request repeats them.
    /// </summary>
    private void CopyHeaders(ref ByteSink sink)
    {
        var copied = 0UL;
        foreach (ref readonly var field in Request.Fields)
        {
            if (!IsCopied(field.Name)) continue;
            var bit = HeaderIndex.Bit(field.Name);
            if (field.Name != HeaderName.Via && (copied & bit) != 0) continue;
            copied |= bit;
            Copy(ref sink, field);
        }
    }

    private bool IsCopied(HeaderName name) => name switch
    {
        HeaderName.Via or HeaderName.From or HeaderName.To or HeaderName.CallId or HeaderName.CSeq => true,
        // RFC 3261 §8.2.6.1: the Timestamp goes into the 100.
        HeaderName.Timestamp => StatusCode == 100,
        _ => false,
    };

    private void Copy(ref ByteSink sink, in FieldEntry field)
    {
        sink.Write(Request.Bytes.Span[field.Offset..(field.ValueOffset + field.ValueLength)]);
        if (field.Name == HeaderName.To && !ToTag.IsEmpty && StatusCode != 100 && Request.To is { Tag.IsEmpty: true })
        {
            sink.Write(";tag="u8);
            sink.Write(ToTag);
        }

        sink.Write("\r\n"u8);
    }
}
