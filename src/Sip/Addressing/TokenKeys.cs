namespace ServerlessSip.Sip.Addressing;

/// <summary>The keys that sign tokens and nonces, derived from <c>Sip:Secret</c> and, while it is rotated, <c>Sip:SecretPrevious</c>.</summary>
public sealed class TokenKeys
{
    /// <param name="secret">At least 16 bytes.</param>
    /// <param name="previous">Verifies only; null when none is being rotated out.</param>
    public TokenKeys(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> previous = default) => throw new NotSupportedException();

    /// <summary>HMAC-SHA256 with the present key, cut to the destination's length (at most 32 bytes).</summary>
    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => throw new NotSupportedException();

    /// <summary>Whether the signature is that of the present or the previous key. Constant time.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => throw new NotSupportedException();
}
