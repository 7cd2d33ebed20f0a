namespace ServerlessSip.Sip.Messages;

/// <summary>A name-addr or addr-spec with its header parameters (RFC 3261 §20.10): From, To, Contact, Route and their like.</summary>
public sealed class NameAddr
{
    public static bool TryParse(ReadOnlyMemory<byte> text, out NameAddr? value) => throw new NotSupportedException();

    /// <summary>The whole value as written.</summary>
    public ReadOnlyMemory<byte> Text => throw new NotSupportedException();

    /// <summary>The display name as written, quotes removed, escapes kept; empty when there is none.</summary>
    public ReadOnlySpan<byte> DisplayName => throw new NotSupportedException();

    public SipUri Uri => throw new NotSupportedException();

    /// <summary>A header parameter (case-insensitive), not a URI's.</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => throw new NotSupportedException();

    /// <summary>The header parameters as written, from the first semicolon; empty when there are none.</summary>
    public ReadOnlyMemory<byte> ParametersText => throw new NotSupportedException();

    public ReadOnlySpan<byte> Tag => throw new NotSupportedException();
}
