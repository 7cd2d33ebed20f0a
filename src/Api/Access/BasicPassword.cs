using System.Security.Cryptography;
using System.Text;
using ServerlessSip.Engine.Auth;

namespace ServerlessSip.Api.Access;

/// <summary>HTTP Basic (RFC 7617) against the users' stored hashes.</summary>
internal sealed class BasicPassword(string realm)
{
    private const string Scheme = "Basic ";
    private const int MaxLength = 512;

    /// <summary>For a user that does not exist the same work is done, so that time tells nothing.</summary>
    private readonly UserCredentials _nobody = UserCredentials.OneWay("", realm, "");

    public string Challenge => ChallengeOf(realm);

    public static string ChallengeOf(string realm) => $"Basic realm=\"{realm}\", charset=\"UTF-8\"";

    /// <param name="stored">Of that user; null when there is none.</param>
    public bool IsRight(string user, string password, UserCredentials? stored)
    {
        var given = UserCredentials.OneWay(user, realm, password);
        var equal = CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(given.Sha256), Encoding.ASCII.GetBytes((stored ?? _nobody).Sha256));
        return equal && stored is not null;
    }

    /// <summary>The lower-case name and the password of an Authorization header; false for anything else.</summary>
    public static bool TryRead(string? authorization, out string user, out string password)
    {
        user = password = "";
        if (authorization is not { Length: < MaxLength } header
            || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        var buffer = new byte[MaxLength];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), buffer, out var length)) return false;
        var pair = Encoding.UTF8.GetString(buffer.AsSpan(0, length));
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1) return false;
        user = pair[..colon].ToLowerInvariant();
        password = pair[(colon + 1)..];
        return true;
    }
}
