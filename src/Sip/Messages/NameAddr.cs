using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Messages;

/// <summary>
/// A name-addr or addr-spec with its header parameters (RFC 3261 §20.10): From, To, Contact, Route and their like.
/// </summary>
public sealed class NameAddr
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly AddressParts _parts;

    private NameAddr(ReadOnlyMemory<byte> text, in AddressParts parts, SipUri uri)
    {
        _text = text;
        _parts = parts;
        Uri = uri;
    }

    public static bool TryParse(ReadOnlyMemory<byte> text, out NameAddr? value) =>
        TryParse(text, SipLimits.Default.MaxParameters, out value);

    internal static bool TryParse(ReadOnlyMemory<byte> text, int maxParameters, out NameAddr? value)
    {
        value = null;
        var span = text.Span;
        if (!AddressParts.TryRead(span, out var parts)) return false;
        var parameters = new ParameterReader(span[parts.ParametersStart..]);
        if (!parameters.ReadToEnd(maxParameters)) return false;
        if (!SipUri.TryParse(text.Slice(parts.UriStart, parts.UriLength), out var uri)) return false;
        value = new NameAddr(text, parts, uri!);
        return true;
    }

    /// <summary>The whole value as written.</summary>
    public ReadOnlyMemory<byte> Text => _text;

    /// <summary>The display name as written, quotes removed, escapes kept; empty when there is none.</summary>
    public ReadOnlySpan<byte> DisplayName => _text.Span.Slice(_parts.DisplayStart, _parts.DisplayLength);

    public SipUri Uri { get; }

    /// <summary>
    /// A header parameter (case-insensitive), not a URI's; a quoted value without its quotes, escapes kept.
    /// </summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var reader = new ParameterReader(ParametersText.Span);
        var found = reader.Find(name);
        value = found ? reader.Value : default;
        return found;
    }

    /// <summary>The header parameters as written, from the first semicolon; empty when there are none.</summary>
    public ReadOnlyMemory<byte> ParametersText => _text[_parts.ParametersStart..];

    /// <summary>The tag parameter; empty when there is none.</summary>
    public ReadOnlySpan<byte> Tag => TryGetParameter("tag"u8, out var tag) ? tag : default;
}
