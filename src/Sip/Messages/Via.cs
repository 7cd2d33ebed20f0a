namespace ServerlessSip.Sip.Messages;

/// <summary>One Via value (RFC 3261 §20.42, RFC 3581).</summary>
public sealed class Via
{
    public static bool TryParse(ReadOnlyMemory<byte> text, out Via? value) => throw new NotSupportedException();

    public ReadOnlyMemory<byte> Text => throw new NotSupportedException();

    /// <summary>The transport as written, e.g. UDP.</summary>
    public ReadOnlySpan<byte> Transport => throw new NotSupportedException();

    /// <summary>The sent-by as written, host and port.</summary>
    public ReadOnlySpan<byte> SentBy => throw new NotSupportedException();

    /// <summary>The host, IPv6 without brackets.</summary>
    public ReadOnlySpan<byte> Host => throw new NotSupportedException();

    /// <summary>0 when none is written.</summary>
    public int Port => throw new NotSupportedException();

    /// <summary>The branch; empty when there is none (RFC 2543).</summary>
    public ReadOnlySpan<byte> Branch => throw new NotSupportedException();

    public ReadOnlySpan<byte> Received => throw new NotSupportedException();

    /// <summary>The rport's value; 0 when absent or empty.</summary>
    public int RPort => throw new NotSupportedException();

    public bool HasRPort => throw new NotSupportedException();
}
