using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>A phone's answer to a digest challenge (RFC 7616), written apart from the server's own.</summary>
internal static class DigestAnswer
{
    /// <summary>The value of the (Proxy-)Authorization header.</summary>
    public static string To(string challenge, SipText request, Account account)
    {
        var realm = Value(challenge, "realm");
        var nonce = Value(challenge, "nonce");
        var algorithm = Value(challenge, "algorithm") is { Length: > 0 } named ? named : "MD5";
        var clientNonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        string Hash(string text) => Convert.ToHexStringLower(algorithm == "SHA-256"
            ? SHA256.HashData(Encoding.UTF8.GetBytes(text))
            : MD5.HashData(Encoding.UTF8.GetBytes(text)));
        var secret = Hash($"{account.User}:{realm}:{account.Secret}");
        var target = Hash($"{request.Method}:{request.Uri}");
        var response = Hash($"{secret}:{nonce}:00000001:{clientNonce}:auth:{target}");
        return $"Digest username=\"{account.User}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{request.Uri}\", "
            + $"response=\"{response}\", algorithm={algorithm}, qop=auth, nc=00000001, cnonce=\"{clientNonce}\""
            + (Value(challenge, "opaque") is { Length: > 0 } opaque ? $", opaque=\"{opaque}\"" : "");
    }

    private static string Value(string challenge, string name) =>
        Regex.Match(challenge, $@"\b{name}=(?:""([^""]*)""|([^\s,]+))") is { Success: true } match
            ? match.Groups[1].Value + match.Groups[2].Value
            : "";
}
