using System.Security.Cryptography;
using System.Text;

namespace ServerlessSip.Sip.Auth;

/// <summary>The arithmetic of digest authentication (RFC 7616 §3.4.1, RFC 3261 §22.4).</summary>
public static class DigestResponse
{
    private const int OnStack = 1024;

    /// <summary>
    /// H(user:realm:password) in lower-case hexadecimal digits: all that a server need keep of a password.
    /// </summary>
    public static string HashUser(DigestAlgorithm algorithm, string user, string realm, string password)
    {
        Span<byte> hex = stackalloc byte[DigestAlgorithmExtensions.MaxHexLength];
        var length = algorithm.HashToHex(Encoding.UTF8.GetBytes($"{user}:{realm}:{password}"), hex);
        return Encoding.ASCII.GetString(hex[..length]);
    }

    /// <summary>
    /// What the response of these credentials should be, in lower-case hexadecimal digits; returns their number.
    /// </summary>
    /// <param name="credentials">With a known algorithm; its own response is not looked at.</param>
    /// <param name="userHash">As <see cref="HashUser"/> makes it.</param>
    /// <param name="hex">At least <see cref="DigestAlgorithmExtensions.MaxHexLength"/> bytes.</param>
    public static int Compute(
        DigestCredentials credentials, string userHash, ReadOnlySpan<byte> method, Span<byte> hex)
    {
        Span<byte> request = stackalloc byte[DigestAlgorithmExtensions.MaxHexLength];
        request = request[..HashRequest(credentials, method, request)];
        var c = credentials;
        var most = userHash.Length + c.Nonce.Length + c.NonceCountText.Length + c.Cnonce.Length + c.Qop.Length
            + request.Length + 5;
        var data = most <= OnStack ? stackalloc byte[most] : new byte[most];
        var at = Encoding.ASCII.GetBytes(userHash, data);
        at = Append(data, at, c.Nonce.Span);
        // RFC 7616 §3.4.1 with a qop; RFC 2069 §2.1.2 without.
        if (!c.Qop.IsEmpty)
        {
            at = Append(data, at, c.NonceCountText.Span);
            at = Append(data, at, c.Cnonce.Span);
            at = Append(data, at, c.Qop.Span);
        }

        at = Append(data, at, request);
        return c.Algorithm.HashToHex(data[..at], hex);
    }

    /// <summary>Whether the response of these credentials is right. Constant time.</summary>
    public static bool Verify(DigestCredentials credentials, string userHash, ReadOnlySpan<byte> method)
    {
        Span<byte> expected = stackalloc byte[DigestAlgorithmExtensions.MaxHexLength];
        expected = expected[..Compute(credentials, userHash, method, expected)];
        Span<byte> given = stackalloc byte[DigestAlgorithmExtensions.MaxHexLength];
        if (credentials.Response.Length != expected.Length) return false;
        // Digits in upper case are against RFC 7616 §3.4.1 and seen.
        if (Ascii.ToLower(credentials.Response.Span, given, out var length) != System.Buffers.OperationStatus.Done)
            return false;
        return CryptographicOperations.FixedTimeEquals(expected, given[..length]);
    }

    private static int HashRequest(DigestCredentials credentials, ReadOnlySpan<byte> method, Span<byte> hex)
    {
        var uri = credentials.Uri.Span;
        var most = method.Length + 1 + uri.Length;
        var data = most <= OnStack ? stackalloc byte[most] : new byte[most];
        method.CopyTo(data);
        Append(data, method.Length, uri);
        return credentials.Algorithm.HashToHex(data, hex);
    }

    /// <summary>Puts a colon and the text at the position; returns the position after them.</summary>
    private static int Append(Span<byte> data, int at, ReadOnlySpan<byte> text)
    {
        data[at] = (byte)':';
        text.CopyTo(data[(at + 1)..]);
        return at + 1 + text.Length;
    }
}
