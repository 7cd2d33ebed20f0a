using System.Security.Cryptography;
using System.Text;

namespace ServerlessSip.Local.Users;

/// <summary>The signing key of a system that was given none: made once, kept in a private file.</summary>
internal static class GeneratedSecret
{
    private const string FileName = "secret";
    private const int Bytes = 32;

    public static byte[] Load(string folder, out OptionError? error)
    {
        error = null;
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            PrivateFile.TryCreate(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes)));
        var secret = Encoding.UTF8.GetBytes(File.ReadAllText(path).Trim());
        if (secret.Length < SecretOption.MinLength)
            error = new OptionError(
                "Local:Directory", path, "a secret of at least 16 characters in it; delete the file for a new one");
        return secret;
    }
}
