using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>The one pass behind <see cref="SipHead"/>.</summary>
internal static class HeadScan
{
    public static SipParseError Read(ReadOnlySpan<byte> bytes, ref SipHead head)
    {
        var start = HeadLines.SkipEmptyLines(bytes);
        var end = HeadLines.LineEnd(bytes, start);
        if (end < 0) return new SipParseError(SipParseErrorKind.NotSip, start, "Not SIP");
        var line = HeadLines.Content(bytes, start, end);
        if (!StartLine.TryParse(line, out var first, out var error)) return error;
        SetStartLine(ref head, line, first);
        error = ReadFields(bytes, end, ref head);
        return error.Kind != SipParseErrorKind.None ? error : Complete(ref head);
    }

    private static void SetStartLine(ref SipHead head, ReadOnlySpan<byte> line, in StartLine first)
    {
        head.ContentLength = BodyLength.Absent;
        head.ViaRPortOffset = -1;
        head.IsRequest = first.IsRequest;
        head.StatusCode = first.StatusCode;
        if (!first.IsRequest) return;
        head.MethodText = line[..first.MethodLength];
        head.Method = SipMethods.Parse(head.MethodText);
        head.RequestUri = line.Slice(first.UriStart, first.UriLength);
    }

    private static SipParseError ReadFields(ReadOnlySpan<byte> bytes, int start, ref SipHead head)
    {
        int empty;
        while ((empty = HeadLines.EmptyLine(bytes, start)) == 0 && start < bytes.Length)
        {
            var end = HeadLines.FieldEnd(bytes, start);
            if (end < 0) return new SipParseError(SipParseErrorKind.Truncated, start, "Truncated Header");
            var name = HeadNames.Find(bytes[start..end], out var value);
            if (name != HeaderName.Other) ReadField(bytes, start + value, end, name, ref head);
            start = end;
        }

        head.HeadLength = start + empty;
        return SipParseError.None;
    }

    private static void ReadField(ReadOnlySpan<byte> bytes, int start, int end, HeaderName name, ref SipHead head)
    {
        start = Lws.Skip(bytes[..end], start);
        var value = bytes[start..Lws.TrimEnd(bytes, start, end)];
        switch (name)
        {
            case HeaderName.Via when head.TopVia.IsEmpty:
                head.TopVia = FirstValue(value);
                head.TopViaOffset = start;
                break;
            case HeaderName.CallId when head.CallId.IsEmpty:
                head.CallId = value;
                break;
            case HeaderName.From when head.From.IsEmpty:
                head.From = value;
                break;
            case HeaderName.To when head.To.IsEmpty:
                head.To = value;
                break;
            case HeaderName.CSeq when head.CSeqMethodText.IsEmpty:
                ReadCSeq(value, ref head);
                break;
            case HeaderName.Route when head.TopRoute.IsEmpty:
                head.TopRoute = FirstValue(value);
                break;
            case HeaderName.ContentLength:
                head.ContentLength = BodyLength.Add(head.ContentLength, value);
                break;
        }
    }

    private static ReadOnlySpan<byte> FirstValue(ReadOnlySpan<byte> field)
    {
        var position = 0;
        return ListSplitter.TryNext(field, ref position, out var start, out var length)
            ? field.Slice(start, length)
            : default;
    }

    private static void ReadCSeq(ReadOnlySpan<byte> value, ref SipHead head)
    {
        if (!CSeqValue.TryParse(value, out var cseq)) return;
        head.CSeq = Numbers.TryParse(cseq.Digits, uint.MaxValue, out var number) ? number : uint.MaxValue;
        head.CSeqMethodText = cseq.MethodText;
        head.CSeqMethod = cseq.Method;
        if (head.IsRequest) return;
        head.Method = head.CSeqMethod;
        head.MethodText = cseq.MethodText;
    }

    private static SipParseError Complete(ref SipHead head)
    {
        if (head.TopVia.IsEmpty) return Missing("Missing Via");
        if (head.CallId.IsEmpty) return Missing("Missing Call-ID");
        if (head.From.IsEmpty) return Missing("Missing From");
        if (head.To.IsEmpty) return Missing("Missing To");
        if (head.CSeqMethodText.IsEmpty) return Missing("Missing CSeq");
        head.FromTag = Tag(head.From);
        head.ToTag = Tag(head.To);
        return ReadVia(ref head)
            ? SipParseError.None
            : new SipParseError(SipParseErrorKind.Value, head.TopViaOffset, "Malformed Via");
    }

    private static SipParseError Missing(string detail) => new(SipParseErrorKind.Missing, 0, detail);

    private static ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> address)
    {
        if (!AddressParts.TryRead(address, out var parts)) return default;
        var reader = new ParameterReader(address[parts.ParametersStart..]);
        return reader.Find("tag"u8) ? reader.Value : default;
    }

    private static bool ReadVia(ref SipHead head)
    {
        var via = head.TopVia;
        if (!ViaParts.TryRead(via, out var parts)) return false;
        head.ViaTransport = via.Slice(parts.TransportStart, parts.TransportLength);
        head.ViaSentBy = via.Slice(parts.SentByStart, parts.SentByLength);
        head.ViaPort = parts.Port;
        var reader = new ParameterReader(via[parts.ParametersStart..]);
        while (reader.MoveNext()) ReadViaParameter(reader, head.TopViaOffset + parts.ParametersStart, ref head);
        return true;
    }

    private static void ReadViaParameter(in ParameterReader reader, int offset, ref SipHead head)
    {
        var name = reader.Name;
        switch (name.Length)
        {
            case 6 when head.ViaBranch.IsEmpty && System.Text.Ascii.EqualsIgnoreCase(name, "branch"u8):
                head.ViaBranch = reader.Value;
                break;
            case 8 when head.ViaReceived.IsEmpty && System.Text.Ascii.EqualsIgnoreCase(name, "received"u8):
                head.ViaReceived = ViaParts.Unbracket(reader.Value);
                break;
            case 5 when head.ViaRPortOffset < 0 && System.Text.Ascii.EqualsIgnoreCase(name, "rport"u8):
                // ";rport=" with nothing after it cannot take a value at this place: as good as none.
                if (reader.HasValue && reader.Value.IsEmpty) break;
                head.ViaRPortOffset = offset + reader.NameEnd;
                head.ViaRPort = Numbers.TryParse(reader.Value, ushort.MaxValue, out var port) ? (int)port : 0;
                break;
        }
    }
}
