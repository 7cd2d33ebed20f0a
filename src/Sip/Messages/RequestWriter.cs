namespace ServerlessSip.Sip.Messages;

/// <summary>Makes the requests that repeat parts of an INVITE: its CANCEL and the ACK to its 3xx–6xx.</summary>
public static class RequestWriter
{
    /// <summary>RFC 3261 §9.1: Request-URI, Call-ID, To, From, the number of CSeq, Route and the topmost Via of the INVITE as it was sent.</summary>
    /// <param name="invite">The INVITE as it was sent, our Via on top.</param>
    /// <param name="headerLines">Whole lines, e.g. Reason, each ended by CRLF.</param>
    public static byte[] Cancel(SipMessage invite, ReadOnlySpan<byte> headerLines = default) =>
        throw new NotSupportedException();

    /// <summary>RFC 3261 §17.1.1.3: as CANCEL, with the response's To.</summary>
    public static byte[] AckForFailure(SipMessage invite, SipMessage response) => throw new NotSupportedException();
}
