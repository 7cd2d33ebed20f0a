namespace ServerlessSip.Sip.Messages;

/// <summary>
/// One SIP message, immutable: the bytes as received and an index of its header fields. Values are parsed when first asked for.
/// Safe to share between threads.
/// </summary>
public sealed class SipMessage
{
    /// <summary>
    /// Indexes a whole message (a datagram or a framed stream message; the caller must not change the bytes afterwards).
    /// Bytes after the Content-Length are ignored on UDP (RFC 3261 §18.3). Never throws.
    /// </summary>
    public static bool TryParse(
        ReadOnlyMemory<byte> bytes, out SipMessage? message, out SipParseError error, SipLimits? limits = null) =>
        throw new NotSupportedException();

    /// <summary>The message as received, body included and nothing after it.</summary>
    public ReadOnlyMemory<byte> Bytes => throw new NotSupportedException();

    public bool IsRequest => throw new NotSupportedException();

    /// <summary>A request's method; a response's CSeq method.</summary>
    public SipMethod Method => throw new NotSupportedException();

    /// <summary>The method as written, for methods that are <see cref="SipMethod.Other"/>.</summary>
    public ReadOnlySpan<byte> MethodText => throw new NotSupportedException();

    /// <summary>The Request-URI as written; empty for a response.</summary>
    public ReadOnlyMemory<byte> RequestUriText => throw new NotSupportedException();

    /// <summary>The Request-URI; null for a response or when it is against the grammar.</summary>
    public SipUri? RequestUri => throw new NotSupportedException();

    /// <summary>100 to 699; 0 for a request.</summary>
    public int StatusCode => throw new NotSupportedException();

    public ReadOnlySpan<byte> ReasonPhrase => throw new NotSupportedException();

    /// <summary>The header fields in their order; a comma-joined field is one.</summary>
    public int HeaderCount => throw new NotSupportedException();

    /// <summary>The n-th field.</summary>
    public HeaderField Header(int index) => throw new NotSupportedException();

    /// <summary>The value of the first such field, surrounding white space removed, folds kept; false when there is none.</summary>
    public bool TryGet(HeaderName name, out ReadOnlyMemory<byte> value) => throw new NotSupportedException();

    /// <summary>The same for a field of any name (case-insensitive, long form).</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlyMemory<byte> value) => throw new NotSupportedException();

    /// <summary>Whether a list header (Require, Supported, Proxy-Require, Allow) has this token, case-insensitive.</summary>
    public bool HasToken(HeaderName name, ReadOnlySpan<byte> token) => throw new NotSupportedException();

    /// <summary>Every comma-separated value of all such fields in order, each as written; at most <see cref="SipLimits.MaxListValues"/>.</summary>
    public HeaderValues Values(HeaderName name) => throw new NotSupportedException();

    /// <summary>The topmost Via; null when missing or malformed.</summary>
    public Via? TopVia => throw new NotSupportedException();

    public NameAddr? From => throw new NotSupportedException();
    public NameAddr? To => throw new NotSupportedException();

    /// <summary>From's tag; empty when there is none.</summary>
    public ReadOnlySpan<byte> FromTag => throw new NotSupportedException();

    /// <summary>To's tag; empty when there is none.</summary>
    public ReadOnlySpan<byte> ToTag => throw new NotSupportedException();

    public ReadOnlySpan<byte> CallId => throw new NotSupportedException();

    /// <summary>CSeq's number, 0 to 2^32−1 as received; null when missing or malformed.</summary>
    public uint? CSeq => throw new NotSupportedException();

    /// <summary>0 to 255; null when missing or malformed.</summary>
    public int? MaxForwards => throw new NotSupportedException();

    /// <summary>All Contact values; empty for none, null when one is malformed. <c>*</c> is <see cref="ContactIsStar"/>.</summary>
    public IReadOnlyList<NameAddr>? Contacts => throw new NotSupportedException();

    public bool ContactIsStar => throw new NotSupportedException();

    /// <summary>All Route values; empty for none, null when one is malformed.</summary>
    public IReadOnlyList<NameAddr>? Routes => throw new NotSupportedException();

    /// <summary>All Record-Route values; empty for none, null when one is malformed.</summary>
    public IReadOnlyList<NameAddr>? RecordRoutes => throw new NotSupportedException();

    public ReadOnlyMemory<byte> Body => throw new NotSupportedException();

    /// <summary>
    /// What a server checks before acting on the message (RFC 3261 §8.2, §16.3): mandatory headers present once and well formed,
    /// CSeq method equal to the method, Content-Length right. <see cref="SipParseError.None"/> when all is well; its Detail fits a 400.
    /// </summary>
    public SipParseError Validate() => throw new NotSupportedException();
}
