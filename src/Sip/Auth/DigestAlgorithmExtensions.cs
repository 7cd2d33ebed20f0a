using System.Security.Cryptography;
using System.Text;

namespace ServerlessSip.Sip.Auth;

/// <summary>The names and sizes of the digest algorithms.</summary>
public static class DigestAlgorithmExtensions
{
    /// <summary>The hexadecimal digits of the longest hash.</summary>
    public const int MaxHexLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>The name on the wire.</summary>
    public static string Token(this DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Md5 => "MD5",
        DigestAlgorithm.Sha256 => "SHA-256",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    /// <summary>
    /// The algorithm of that name; None for any other, the <c>-sess</c> variants among them. Empty means MD5 (RFC 7616
    /// §3.3).
    /// </summary>
    public static DigestAlgorithm FromToken(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty || Ascii.EqualsIgnoreCase(token, "MD5"u8)) return DigestAlgorithm.Md5;
        return Ascii.EqualsIgnoreCase(token, "SHA-256"u8) ? DigestAlgorithm.Sha256 : DigestAlgorithm.None;
    }

    /// <summary>The hexadecimal digits of a hash: 32 or 64.</summary>
    public static int HexLength(this DigestAlgorithm algorithm) =>
        2 * (algorithm == DigestAlgorithm.Md5 ? MD5.HashSizeInBytes : SHA256.HashSizeInBytes);

    /// <summary>Writes the hash in lower-case hexadecimal digits; returns their number.</summary>
    public static int HashToHex(this DigestAlgorithm algorithm, ReadOnlySpan<byte> data, Span<byte> hex)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var size = algorithm == DigestAlgorithm.Md5 ? MD5.HashData(data, hash) : SHA256.HashData(data, hash);
        for (var i = 0; i < size; i++)
        {
            hex[2 * i] = "0123456789abcdef"u8[hash[i] >> 4];
            hex[(2 * i) + 1] = "0123456789abcdef"u8[hash[i] & 15];
        }

        return 2 * size;
    }
}
