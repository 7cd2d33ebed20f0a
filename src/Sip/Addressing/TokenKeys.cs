using System.Security.Cryptography;

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

    /// <summary>Call-IDs of calls that are asked for over HTTP.</summary>
    CallId = 3,
}

/// <summary>
/// The keys that sign tokens and nonces, derived from <c>Sip:Secret</c> and, while it is rotated,
/// <c>Sip:SecretPrevious</c>.
/// </summary>
public sealed class TokenKeys
{
    /// <summary>The fewest bytes of a secret.</summary>
    public const int MinSecretBytes = 16;

    private static readonly string[] Labels =
        ["serverless-sip token", "serverless-sip nonce", "serverless-sip tag", "serverless-sip call"];

    private readonly SigningKey[] _present;
    private readonly SigningKey[]? _previous;

    /// <param name="secret">At least <see cref="MinSecretBytes"/>.</param>
    /// <param name="previous">Verifies only; empty when none is being rotated out.</param>
    /// <exception cref="ArgumentException">A secret is too short.</exception>
    public TokenKeys(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> previous = default)
    {
        _present = Derive(secret, nameof(secret));
        if (!previous.IsEmpty) _previous = Derive(previous, nameof(previous));
    }

    /// <summary>
    /// HMAC-SHA256 with the present key of that use, cut to the destination's length (at most 32 bytes).
    /// </summary>
    public void Sign(KeyUse use, ReadOnlySpan<byte> data, Span<byte> signature) =>
        _present[(int)use].Sign(data, signature);

    /// <summary>Whether the signature is that of the present or the previous key of that use. Constant time.</summary>
    public bool Verify(KeyUse use, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        _present[(int)use].Verify(data, signature)
        || (_previous is not null && _previous[(int)use].Verify(data, signature));

    private static SigningKey[] Derive(ReadOnlySpan<byte> secret, string name)
    {
        if (secret.Length < MinSecretBytes)
            throw new ArgumentException($"a secret has at least {MinSecretBytes} bytes", name);
        var keys = new SigningKey[Labels.Length];
        Span<byte> key = stackalloc byte[SHA256.HashSizeInBytes];
        for (var use = 0; use < keys.Length; use++)
        {
            // RFC 5869: one key a use, so that no signature can be carried from one place to another.
            HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, [], System.Text.Encoding.ASCII.GetBytes(Labels[use]));
            keys[use] = new SigningKey(key);
        }

        return keys;
    }
}
