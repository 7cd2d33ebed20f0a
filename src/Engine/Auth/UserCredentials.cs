using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Engine.Auth;

/// <summary>What proves a user: the hashes H(user:realm:password), never the password. Never logged.</summary>
/// <param name="User">Lower-case.</param>
/// <param name="Md5">32 lower-case hexadecimal digits.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record UserCredentials(string User, string Md5, string Sha256)
{
    /// <summary>
    /// H(user@realm:realm:password), for phones that give their whole address as user name; null when not known.
    /// </summary>
    public string? Md5WithDomain { get; init; }

    /// <summary>The same with SHA-256.</summary>
    public string? Sha256WithDomain { get; init; }

    /// <summary>The hashes of a password given in clear.</summary>
    public static UserCredentials FromPassword(string user, string realm, string password)
    {
        var name = user.ToLowerInvariant();
        var address = $"{name}@{realm}";
        return new UserCredentials(
            name,
            DigestResponse.HashUser(DigestAlgorithm.Md5, name, realm, password),
            DigestResponse.HashUser(DigestAlgorithm.Sha256, name, realm, password))
        {
            Md5WithDomain = DigestResponse.HashUser(DigestAlgorithm.Md5, address, realm, password),
            Sha256WithDomain = DigestResponse.HashUser(DigestAlgorithm.Sha256, address, realm, password),
        };
    }

    /// <summary>The hash for an algorithm and a form of the user name; null when it is not known.</summary>
    public string? HashFor(DigestAlgorithm algorithm, bool withDomain) => algorithm switch
    {
        DigestAlgorithm.Md5 => withDomain ? Md5WithDomain : Md5,
        DigestAlgorithm.Sha256 => withDomain ? Sha256WithDomain : Sha256,
        _ => null,
    };

    public override string ToString() => $"UserCredentials {{ User = {User} }}";
}
