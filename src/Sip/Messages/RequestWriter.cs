using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Messages;

/// <summary>Makes the requests that repeat parts of an INVITE: its CANCEL and the ACK to its 3xx–6xx.</summary>
public static class RequestWriter
{
    /// <summary>
    /// RFC 3261 §9.1: Request-URI, Call-ID, To, From, the number of CSeq, Route and the topmost Via of the INVITE as
    /// it was sent.
    /// </summary>
    /// <param name="invite">The INVITE as it was sent, our Via on top.</param>
    /// <param name="headerLines">Whole lines, e.g. Reason, each ended by CRLF.</param>
    public static byte[] Cancel(SipMessage invite, ReadOnlySpan<byte> headerLines = default) =>
        Write(invite, invite, "CANCEL"u8, headerLines);

    /// <summary>RFC 3261 §17.1.1.3: as CANCEL, with the response's To.</summary>
    public static byte[] AckForFailure(SipMessage invite, SipMessage response) =>
        Write(invite, response, "ACK"u8, default);

    private static byte[] Write(
        SipMessage invite, SipMessage to, ReadOnlySpan<byte> method, ReadOnlySpan<byte> headerLines)
    {
        var counter = ByteSink.Counting();
        Compose(ref counter, invite, to, method, headerLines);
        var bytes = GC.AllocateUninitializedArray<byte>(counter.Length);
        var writer = ByteSink.Into(bytes);
        Compose(ref writer, invite, to, method, headerLines);
        return bytes;
    }

    private static void Compose(
        ref ByteSink sink, SipMessage invite, SipMessage to, ReadOnlySpan<byte> method, ReadOnlySpan<byte> headerLines)
    {
        sink.Write(method);
        sink.Write(" "u8);
        sink.Write(invite.RequestUriText.Span);
        sink.Write(" SIP/2.0\r\n"u8);
        if (invite.TopVia is { } via) sink.WriteLine("Via"u8, via.Text.Span);
        CopyRoutes(ref sink, invite);
        sink.Write("Max-Forwards: 70\r\n"u8);
        Copy(ref sink, invite, HeaderName.From);
        Copy(ref sink, to, HeaderName.To);
        Copy(ref sink, invite, HeaderName.CallId);
        sink.Write("CSeq: "u8);
        sink.Write(invite.CSeq ?? 0);
        sink.Write(" "u8);
        sink.Write(method);
        sink.Write("\r\n"u8);
        sink.Write(headerLines);
        sink.Write("Content-Length: 0\r\n\r\n"u8);
    }

    private static void CopyRoutes(ref ByteSink sink, SipMessage invite)
    {
        foreach (ref readonly var field in invite.Fields)
        {
            if (field.Name == HeaderName.Route) sink.WriteLine("Route"u8, invite.Value(field).Span);
        }
    }

    private static void Copy(ref ByteSink sink, SipMessage source, HeaderName name)
    {
        if (source.TryGet(name, out var value)) sink.WriteLine(HeaderNames.Text(name), value.Span);
    }
}
