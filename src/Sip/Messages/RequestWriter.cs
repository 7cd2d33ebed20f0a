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
        Write(new Parts("CANCEL"u8, invite.RequestUriText.Span, headerLines), invite, invite);

    /// <summary>RFC 3261 §17.1.1.3: as CANCEL, with the response's To.</summary>
    public static byte[] AckForFailure(SipMessage invite, SipMessage response) =>
        Write(new Parts("ACK"u8, invite.RequestUriText.Span, default), invite, response);

    /// <summary>
    /// The same when the INVITE is not kept: the response repeats all of it but Request-URI and Route.
    /// </summary>
    /// <param name="requestUri">The Request-URI that the INVITE was sent with.</param>
    /// <param name="headerLines">Its Route as whole lines, each ended by CRLF.</param>
    public static byte[] AckForFailure(
        ReadOnlySpan<byte> requestUri, SipMessage response, ReadOnlySpan<byte> headerLines = default) =>
        Write(new Parts("ACK"u8, requestUri, headerLines), response, response);

    private readonly ref struct Parts(
        ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri, ReadOnlySpan<byte> headerLines)
    {
        public ReadOnlySpan<byte> Method { get; } = method;
        public ReadOnlySpan<byte> Uri { get; } = uri;
        public ReadOnlySpan<byte> HeaderLines { get; } = headerLines;
    }

    private static byte[] Write(in Parts parts, SipMessage invite, SipMessage to)
    {
        var counter = ByteSink.Counting();
        Compose(ref counter, parts, invite, to);
        var bytes = GC.AllocateUninitializedArray<byte>(counter.Length);
        var writer = ByteSink.Into(bytes);
        Compose(ref writer, parts, invite, to);
        return bytes;
    }

    private static void Compose(ref ByteSink sink, in Parts parts, SipMessage invite, SipMessage to)
    {
        sink.Write(parts.Method);
        sink.Write(" "u8);
        sink.Write(parts.Uri);
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
        sink.Write(parts.Method);
        sink.Write("\r\n"u8);
        sink.Write(parts.HeaderLines);
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
