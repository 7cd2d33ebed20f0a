using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Messages;

/// <summary>
/// One SIP message, immutable: the bytes as received and an index of its header fields. Values are parsed when first
/// asked for. Safe to share between threads.
/// </summary>
public sealed class SipMessage
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly StartLine _start;
    private readonly HeaderIndex _index;
    private readonly SipLimits _limits;
    private readonly SipParseError _bodyFault;

    // Parsed when asked for. Two threads may both parse and either result is kept: they are alike.
    private SipUri? _requestUri;
    private Via? _topVia;
    private NameAddr? _from;
    private NameAddr? _to;
    private NameAddr[]? _contacts;
    private NameAddr[]? _routes;
    private NameAddr[]? _recordRoutes;

    private SipMessage(
        ReadOnlyMemory<byte> bytes, in StartLine start, in HeaderIndex index, SipLimits limits, SipParseError bodyFault)
    {
        _bytes = bytes;
        _start = start;
        _index = index;
        _limits = limits;
        _bodyFault = bodyFault;
        Method = SipMethods.Parse(MethodText);
    }

    /// <summary>
    /// Indexes a whole message (a datagram or a framed stream message; the caller must not change the bytes
    /// afterwards). Bytes after the Content-Length are ignored on UDP (RFC 3261 §18.3). Never throws. True for
    /// whatever a 400 or 505 could answer; <see cref="Validate"/> tells what is wrong with it.
    /// </summary>
    /// <param name="limits">Null for what we have made or stored ourselves: <see cref="SipLimits.Own"/>.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> bytes, out SipMessage? message, out SipParseError error, SipLimits? limits = null)
    {
        message = null;
        limits ??= SipLimits.Own;
        bytes = bytes[HeadLines.SkipEmptyLines(bytes.Span)..];
        if (!MessageFrame.TryRead(bytes.Span, limits, out var frame, out error)) return false;
        message = new SipMessage(bytes[..frame.Length], frame.Start, frame.Index, limits, frame.BodyFault);
        return true;
    }

    /// <summary>The message as received, body included and nothing after it, nor empty lines before it.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    public bool IsRequest => _start.IsRequest;

    /// <summary>A request's method; a response's CSeq method.</summary>
    public SipMethod Method { get; }

    /// <summary>The method as written, for methods that are <see cref="SipMethod.Other"/>.</summary>
    public ReadOnlySpan<byte> MethodText => IsRequest ? _bytes.Span[.._start.MethodLength] : CSeqMethodText;

    /// <summary>The Request-URI as written; empty for a response.</summary>
    public ReadOnlyMemory<byte> RequestUriText => _bytes.Slice(_start.UriStart, _start.UriLength);

    /// <summary>The Request-URI; null for a response or when it is against the grammar.</summary>
    public SipUri? RequestUri
    {
        get
        {
            if (_requestUri is null && SipUri.TryParse(RequestUriText, out var uri)) _requestUri = uri;
            return _requestUri;
        }
    }

    /// <summary>100 to 699; 0 for a request.</summary>
    public int StatusCode => _start.StatusCode;

    public ReadOnlySpan<byte> ReasonPhrase => IsRequest ? default : _bytes.Span[_start.ReasonStart.._start.Length];

    /// <summary>The header fields in their order; a comma-joined field is one.</summary>
    public int HeaderCount => _index.Count;

    /// <summary>The n-th field.</summary>
    public HeaderField Header(int index)
    {
        var entry = _index.Fields[index];
        return new HeaderField(
            entry.Name, _bytes.Slice(entry.Offset, entry.NameLength), Value(entry), entry.Offset, entry.Length);
    }

    /// <summary>
    /// The value of the first such field, surrounding white space removed, folds kept; false when there is none.
    /// </summary>
    public bool TryGet(HeaderName name, out ReadOnlyMemory<byte> value)
    {
        var field = _index.Next(name, 0);
        value = field < 0 ? default : Value(_index.Fields[field]);
        return field >= 0;
    }

    /// <summary>The same for a field of any name (case-insensitive, long form).</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlyMemory<byte> value)
    {
        var known = HeaderNames.Find(name);
        if (known != HeaderName.Other) return TryGet(known, out value);
        foreach (ref readonly var entry in Fields)
        {
            if (!System.Text.Ascii.EqualsIgnoreCase(_bytes.Span.Slice(entry.Offset, entry.NameLength), name)) continue;
            value = Value(entry);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>
    /// Whether a list header (Require, Supported, Proxy-Require, Allow) has this token, case-insensitive.
    /// </summary>
    public bool HasToken(HeaderName name, ReadOnlySpan<byte> token)
    {
        foreach (var value in Values(name))
        {
            if (System.Text.Ascii.EqualsIgnoreCase(value.Span, token)) return true;
        }

        return false;
    }

    /// <summary>
    /// Every comma-separated value of all such fields in order, each as written; at most <see
    /// cref="SipLimits.MaxListValues"/>.
    /// </summary>
    public HeaderValues Values(HeaderName name) => new(this, name, _limits.MaxListValues);

    /// <summary>The topmost Via; null when missing or malformed.</summary>
    public Via? TopVia
    {
        get
        {
            if (_topVia is not null) return _topVia;
            var values = new HeaderValues(this, HeaderName.Via, 1);
            if (values.MoveNext() && Via.TryParse(values.Current, _limits.MaxParameters, out var via)) _topVia = via;
            return _topVia;
        }
    }

    public NameAddr? From => _from ??= Address(HeaderName.From);
    public NameAddr? To => _to ??= Address(HeaderName.To);

    /// <summary>From's tag; empty when there is none.</summary>
    public ReadOnlySpan<byte> FromTag => From is { } from ? from.Tag : default;

    /// <summary>To's tag; empty when there is none.</summary>
    public ReadOnlySpan<byte> ToTag => To is { } to ? to.Tag : default;

    public ReadOnlySpan<byte> CallId => TryGet(HeaderName.CallId, out var value) ? value.Span : default;

    /// <summary>CSeq's number, 0 to 2^32−1 as received; null when missing or malformed.</summary>
    public uint? CSeq =>
        TryGet(HeaderName.CSeq, out var value) && CSeqValue.TryParse(value.Span, out var cseq)
        && Numbers.TryParse(cseq.Digits, uint.MaxValue, out var number) ? number : null;

    /// <summary>0 to 255; null when missing or malformed.</summary>
    public int? MaxForwards =>
        TryGet(HeaderName.MaxForwards, out var value)
        && Numbers.TryParse(value.Span, 255, out var hops) ? (int)hops : null;

    /// <summary>
    /// All Contact values; empty for none, null when one is malformed. <c>*</c> is <see cref="ContactIsStar"/>.
    /// </summary>
    public IReadOnlyList<NameAddr>? Contacts => ContactIsStar ? [] : _contacts ??= Addresses(HeaderName.Contact);

    /// <summary>Whether <c>*</c> is the only Contact (RFC 3261 §10.2.2).</summary>
    public bool ContactIsStar =>
        !_index.IsRepeated(HeaderName.Contact)
        && TryGet(HeaderName.Contact, out var value) && value.Span.SequenceEqual("*"u8);

    /// <summary>All Route values; empty for none, null when one is malformed.</summary>
    public IReadOnlyList<NameAddr>? Routes => _routes ??= Addresses(HeaderName.Route);

    /// <summary>All Record-Route values; empty for none, null when one is malformed.</summary>
    public IReadOnlyList<NameAddr>? RecordRoutes => _recordRoutes ??= Addresses(HeaderName.RecordRoute);

    public ReadOnlyMemory<byte> Body => _bytes[_index.HeadLength..];

    /// <summary>
    /// What a server checks before acting on the message (RFC 3261 §8.2, §16.3): mandatory headers present once and
    /// well formed, CSeq method equal to the method, Content-Length right. <see cref="SipParseError.None"/> when all
    /// is well; its Detail fits a 400.
    /// </summary>
    public SipParseError Validate() => MessageRules.Check(this);

    internal ReadOnlySpan<FieldEntry> Fields => _index.Fields.AsSpan(0, _index.Count);
    internal ref readonly HeaderIndex Index => ref _index;
    internal SipLimits Limits => _limits;
    internal int StartLineLength => _start.Length;
    internal SipParseError StartFault => _start.Fault;
    internal SipParseError BodyFault => _bodyFault;

    internal ReadOnlySpan<byte> CSeqMethodText =>
        TryGet(HeaderName.CSeq, out var value) && CSeqValue.TryParse(value.Span, out var cseq)
            ? cseq.MethodText
            : default;

    internal ReadOnlyMemory<byte> Value(in FieldEntry entry) => _bytes.Slice(entry.ValueOffset, entry.ValueLength);

    private NameAddr? Address(HeaderName name) =>
        TryGet(name, out var value) && NameAddr.TryParse(value, _limits.MaxParameters, out var address)
            ? address
            : null;

    private NameAddr[]? Addresses(HeaderName name) =>
        _index.Has(name) ? AddressList.Read(new HeaderValues(this, name, int.MaxValue), _limits) : [];
}
