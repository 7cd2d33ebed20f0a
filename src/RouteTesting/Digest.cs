using System.Text;
using ServerlessSip.Sip.Auth;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.RouteTesting;

/// <summary>Answers challenges as a phone does.</summary>
internal static class Digest
{
    /// <summary>The header line that answers a 401 or 407; null when there is no challenge that we know.</summary>
    public static string? Answer(SipMessage response, string user, string method, string uri)
    {
        var proxy = response.StatusCode == 407;
        var name = proxy ? HeaderName.ProxyAuthenticate : HeaderName.WwwAuthenticate;
        if (!response.TryGet(name, out var value)
            || !DigestChallenge.TryParse(value, out var challenge) || challenge!.Algorithm == DigestAlgorithm.None)
            return null;
        var start = $"Digest username=\"{user}\", realm=\"{challenge.Realm}\", nonce=\"{challenge.Nonce}\", "
            + $"uri=\"{uri}\", qop=auth, nc=00000001, cnonce=\"test\", "
            + $"algorithm={challenge.Algorithm.Token()}, response=";
        var placeholder = $"{start}\"{new string('0', 64)}\"";
        if (!DigestCredentials.TryParse(Encoding.UTF8.GetBytes(placeholder), out var credentials)) return null;
        Span<byte> hex = stackalloc byte[DigestAlgorithmExtensions.MaxHexLength];
        var hash = DigestResponse.HashUser(challenge.Algorithm, user, challenge.Realm, World.Password(user));
        var length = DigestResponse.Compute(credentials!, hash, Encoding.ASCII.GetBytes(method), hex);
        var header = proxy ? "Proxy-Authorization" : "Authorization";
        return $"{header}: {start}\"{Encoding.ASCII.GetString(hex[..length])}\"\r\n";
    }
}
