namespace ServerlessSip.Sip.Addressing;

/// <summary>What a key derived from the secret signs; a signature of one use is worth nothing in another.</summary>
public enum KeyUse : byte
{
    /// <summary>Branches, To-tags and the other <see cref="SipToken"/>s.</summary>
    Token = 0,

    /// <summary>Digest nonces.</summary>
    Nonce = 1,

    /// <summary>To-tags of answers that nothing is stored for.</summary>
    Tag = 2,
}

/// <summary>The keys that sign tokens and nonces, derived from <c>Sip:Secret</c> and, while it is rotated, <c>Sip:SecretPrevious</c>.</summary>
public sealed class TokenKeys
{
    /// <param name="secret">At least 16 bytes.</param>
    /// <param name="previous">Verifies only; empty when none is being rotated out.</param>
    public TokenKeys(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> previous = default) => throw new NotSupportedException();

    /// <summary>HMAC-SHA256 with the present key of that use, cut to the destination's length (at most 32 bytes).</summary>
    public void Sign(KeyUse use, ReadOnlySpan<byte> data, Span<byte> signature) => throw new NotSupportedException();

    /// <summary>Whether the signature is that of the present or the previous key of that use. Constant time.</summary>
    public bool Verify(KeyUse use, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => throw new NotSupportedException();
}
