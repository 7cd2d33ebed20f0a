namespace ServerlessSip.Sip.Messages;

/// <summary>The scheme of a URI.</summary>
public enum SipScheme : byte
{
    Other = 0,
    Sip = 1,
    Sips = 2,
    Tel = 3,
}

/// <summary>A URI as written, taken apart: sip, sips and tel wholly (RFC 3261 §19.1, RFC 3966), any other scheme kept as it is.</summary>
public sealed class SipUri
{
    /// <summary>Parses a bare URI (no angle brackets, no surrounding white space).</summary>
    public static bool TryParse(ReadOnlyMemory<byte> text, out SipUri? uri) => throw new NotSupportedException();

    public static bool TryParse(string text, out SipUri? uri) => throw new NotSupportedException();

    /// <summary>The URI as written.</summary>
    public ReadOnlyMemory<byte> Text => throw new NotSupportedException();

    public SipScheme Scheme => throw new NotSupportedException();
    public ReadOnlySpan<byte> SchemeText => throw new NotSupportedException();

    /// <summary>The user part as written, escapes kept; the number of a tel URI; empty when there is none.</summary>
    public ReadOnlySpan<byte> User => throw new NotSupportedException();
    public ReadOnlySpan<byte> Password => throw new NotSupportedException();

    /// <summary>The host as written, IPv6 without brackets; empty for tel and other schemes.</summary>
    public ReadOnlySpan<byte> Host => throw new NotSupportedException();
    public bool HostIsIPv6 => throw new NotSupportedException();

    /// <summary>1 to 65535; 0 when none is written.</summary>
    public int Port => throw new NotSupportedException();

    /// <summary>A URI parameter (case-insensitive): true with an empty value when it has none.</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => throw new NotSupportedException();

    /// <summary>What follows the question mark; empty when nothing does.</summary>
    public ReadOnlySpan<byte> Headers => throw new NotSupportedException();

    /// <summary>The user part with its escapes resolved, as UTF-8 text.</summary>
    public string UnescapedUser => throw new NotSupportedException();

    /// <summary>The host in lower case.</summary>
    public string HostText => throw new NotSupportedException();

    /// <summary>RFC 3261 §19.1.4.</summary>
    public static bool Equivalent(SipUri a, SipUri b) => throw new NotSupportedException();

    public override string ToString() => System.Text.Encoding.UTF8.GetString(Text.Span);
}
