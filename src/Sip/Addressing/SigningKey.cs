using System.Security.Cryptography;

namespace ServerlessSip.Sip.Addressing;

/// <summary>One HMAC-SHA256 key.</summary>
internal sealed class SigningKey
{
    // A keyed state that is used again costs less than half of HMACSHA256.HashData, which sets the key up each time; it
    // must not be shared, so each thread has its own. A signature depends on the key and the data alone.
    private readonly ThreadLocal<IncrementalHash> _keyed;

    public SigningKey(ReadOnlySpan<byte> key)
    {
        var copy = key.ToArray();
        _keyed = new ThreadLocal<IncrementalHash>(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, copy));
    }

    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        var keyed = _keyed.Value!;
        keyed.AppendData(data);
        keyed.GetHashAndReset(whole);
        whole[..signature.Length].CopyTo(signature);
    }

    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        if (signature.IsEmpty || signature.Length > expected.Length) return false;
        expected = expected[..signature.Length];
        Sign(data, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
