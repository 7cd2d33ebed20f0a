using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Messages;

/// <summary>One Via value (RFC 3261 §20.42, RFC 3581).</summary>
public sealed class Via
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly ViaParts _parts;

    private Via(ReadOnlyMemory<byte> text, in ViaParts parts)
    {
        _text = text;
        _parts = parts;
    }

    public static bool TryParse(ReadOnlyMemory<byte> text, out Via? value) =>
        TryParse(text, SipLimits.Default.MaxParameters, out value);

    internal static bool TryParse(ReadOnlyMemory<byte> text, int maxParameters, out Via? value)
    {
        value = null;
        if (!ViaParts.TryRead(text.Span, out var parts)) return false;
        var parameters = new ParameterReader(text.Span[parts.ParametersStart..]);
        if (!parameters.ReadToEnd(maxParameters)) return false;
        value = new Via(text, parts);
        return true;
    }

    public ReadOnlyMemory<byte> Text => _text;

    /// <summary>The transport as written, e.g. UDP.</summary>
    public ReadOnlySpan<byte> Transport => _text.Span.Slice(_parts.TransportStart, _parts.TransportLength);

    /// <summary>The sent-by as written, host and port.</summary>
    public ReadOnlySpan<byte> SentBy => _text.Span.Slice(_parts.SentByStart, _parts.SentByLength);

    /// <summary>The host, IPv6 without brackets.</summary>
    public ReadOnlySpan<byte> Host => _text.Span.Slice(_parts.HostStart, _parts.HostLength);

    /// <summary>0 when none is written.</summary>
    public int Port => _parts.Port;

    /// <summary>The branch; empty when there is none (RFC 2543).</summary>
    public ReadOnlySpan<byte> Branch => TryGetParameter("branch"u8, out var branch) ? branch : default;

    /// <summary>The received address; IPv6 without the brackets that some write (RFC 5118 §4.5).</summary>
    public ReadOnlySpan<byte> Received =>
        TryGetParameter("received"u8, out var address) ? ViaParts.Unbracket(address) : default;

    /// <summary>The rport's value; 0 when absent or empty.</summary>
    public int RPort =>
        TryGetParameter("rport"u8, out var text) && Numbers.TryParse(text, ushort.MaxValue, out var port)
            ? (int)port
            : 0;

    public bool HasRPort => TryGetParameter("rport"u8, out _);

    /// <summary>Any parameter of this Via (case-insensitive), e.g. maddr.</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var reader = new ParameterReader(_text.Span[_parts.ParametersStart..]);
        var found = reader.Find(name);
        value = found ? reader.Value : default;
        return found;
    }
}
