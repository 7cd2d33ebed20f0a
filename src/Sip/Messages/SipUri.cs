using System.Text;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Messages;

/// <summary>
/// A URI as written, taken apart: sip, sips and tel wholly (RFC 3261 §19.1, RFC 3966), any other scheme kept as it
/// is.
/// </summary>
public sealed class SipUri
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly UriParts _parts;
    private string? _hostText;
    private string? _unescapedUser;

    private SipUri(ReadOnlyMemory<byte> text, in UriParts parts)
    {
        _text = text;
        _parts = parts;
    }

    /// <summary>Parses a bare URI (no angle brackets, no surrounding white space).</summary>
    public static bool TryParse(ReadOnlyMemory<byte> text, out SipUri? uri)
    {
        uri = UriParts.TryRead(text.Span, out var parts) ? new SipUri(text, parts) : null;
        return uri is not null;
    }

    public static bool TryParse(string text, out SipUri? uri) => TryParse(Encoding.UTF8.GetBytes(text), out uri);

    /// <summary>A URI that was parsed before; throws <see cref="FormatException"/> when it is none.</summary>
    public static SipUri Parse(string text) =>
        TryParse(text, out var uri) ? uri! : throw new FormatException($"no URI: {text}");

    /// <summary>The URI as written.</summary>
    public ReadOnlyMemory<byte> Text => _text;

    public SipScheme Scheme => _parts.Scheme;
    public ReadOnlySpan<byte> SchemeText => _text.Span[.._parts.SchemeLength];

    /// <summary>The user part as written, escapes kept; the number of a tel URI; empty when there is none.</summary>
    public ReadOnlySpan<byte> User => _text.Span.Slice(_parts.UserStart, _parts.UserLength);
    public ReadOnlySpan<byte> Password => _text.Span.Slice(_parts.PasswordStart, _parts.PasswordLength);

    /// <summary>The host as written, IPv6 without brackets; empty for tel and other schemes.</summary>
    public ReadOnlySpan<byte> Host => _text.Span.Slice(_parts.HostStart, _parts.HostLength);
    public bool HostIsIPv6 => _parts.HostIsIPv6;

    /// <summary>1 to 65535; 0 when none is written.</summary>
    public int Port => _parts.Port;

    /// <summary>A URI parameter (case-insensitive): true with an empty value when it has none.</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var reader = new UriParameterReader(Parameters, ';');
        while (reader.MoveNext())
        {
            if (!Escapes.Equal(reader.Name, name, ignoreCase: true)) continue;
            value = reader.Value;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>What follows the question mark; empty when nothing does.</summary>
    public ReadOnlySpan<byte> Headers => _text.Span[_parts.HeadersStart..];

    /// <summary>The user part with its escapes resolved, as UTF-8 text.</summary>
    public string UnescapedUser => _unescapedUser ??= Escapes.Resolve(User);

    /// <summary>The host in lower case.</summary>
    public string HostText => _hostText ??= Encoding.ASCII.GetString(Host).ToLowerInvariant();

    /// <summary>The parameters with the semicolon of the first.</summary>
    internal ReadOnlySpan<byte> Parameters => _text.Span.Slice(_parts.ParametersStart, _parts.ParametersLength);

    /// <summary>RFC 3261 §19.1.4.</summary>
    public static bool Equivalent(SipUri a, SipUri b) => UriComparison.Equivalent(a, b);

    public override string ToString() => Encoding.UTF8.GetString(Text.Span);
}
