namespace ServerlessSip.Engine.Auth;

/// <summary>What proves a user: the hashes H(user:realm:password), never the password. Never logged.</summary>
/// <param name="User">Lower-case.</param>
/// <param name="Md5">32 lower-case hexadecimal digits.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
public sealed record UserCredentials(string User, string Md5, string Sha256)
{
    /// <summary>The hashes of a password given in clear.</summary>
    public static UserCredentials FromPassword(string user, string realm, string password) =>
        throw new NotSupportedException();

    public override string ToString() => $"UserCredentials {{ User = {User} }}";
}

/// <summary>How far the nonce count of one nonce has come: a window of 64 (RFC 7616 §3.4).</summary>
/// <param name="Nonce">As we wrote it.</param>
/// <param name="Highest">The highest nc seen.</param>
/// <param name="Window">Bit n: Highest − n was seen.</param>
public sealed record NonceUse(string Nonce, uint Highest, ulong Window);
