using System.Collections.Frozen;
using System.Globalization;
using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Engine.Auth;

/// <summary>What proves a user: the hashes H(user:realm:password), never the password. Never logged.</summary>
/// <param name="User">Lower-case.</param>
/// <param name="Md5">32 lower-case hexadecimal digits.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record UserCredentials(string User, string Md5, string Sha256)
{
    /// <summary>
    /// The same of other ways to write the name, by that way: a phone hashes the name as its owner has typed it, with
    /// capitals or with a domain, and one hash cannot be made of another.
    /// </summary>
    public FrozenDictionary<string, UserCredentials> Others { get; init; } =
        FrozenDictionary<string, UserCredentials>.Empty;

    /// <summary>The hashes of a password given in clear, for the name as it is written.</summary>
    public static UserCredentials OneWay(string name, string realm, string password) => new(
        name,
        DigestResponse.HashUser(DigestAlgorithm.Md5, name, realm, password),
        DigestResponse.HashUser(DigestAlgorithm.Sha256, name, realm, password));

    /// <summary>The hashes of a password given in clear, for the ways in which people write names.</summary>
    /// <param name="domains">All that are served; none for the realm alone.</param>
    public static UserCredentials FromPassword(
        string user, string realm, string password, params ReadOnlySpan<string> domains)
    {
        var name = user.ToLowerInvariant();
        var ways = new HashSet<string>(StringComparer.Ordinal);
        foreach (var spelling in Spellings(user))
        {
            ways.Add(spelling);
            foreach (var domain in domains.IsEmpty ? [realm] : domains) ways.Add($"{spelling}@{domain}");
        }
        ways.Remove(name);
        return OneWay(name, realm, password) with
        {
            Others = ways.ToFrozenDictionary(way => way, way => OneWay(way, realm, password), StringComparer.Ordinal),
        };
    }

    /// <summary>The hash for an algorithm and a way to write the name; null when it is not known.</summary>
    public string? HashFor(DigestAlgorithm algorithm, string username)
    {
        var written = username == User ? this : Others.GetValueOrDefault(username);
        return algorithm switch
        {
            DigestAlgorithm.Md5 => written?.Md5,
            DigestAlgorithm.Sha256 => written?.Sha256,
            _ => null,
        };
    }

    public override string ToString() => $"UserCredentials {{ User = {User} }}";

    /// <summary>As given, in small letters, in capitals, with one at the start, and with one at each word's.</summary>
    private static string[] Spellings(string user)
    {
        var small = user.ToLowerInvariant();
        var first = small.Length == 0 ? small : char.ToUpperInvariant(small[0]) + small[1..];
        return [user, small, user.ToUpperInvariant(), first, CultureInfo.InvariantCulture.TextInfo.ToTitleCase(small)];
    }
}
