using ServerlessSip.Sip.Auth;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Phones;

/// <summary>A phone's answer to a challenge (RFC 3261 §22).</summary>
internal static class Authorization
{
    /// <summary>The header line; null when the response is no challenge that can be answered.</summary>
    public static string? Line(SipMessage response, RequestText request, string user, string password)
    {
        var proxy = response.StatusCode == 407;
        if (response.StatusCode is not (401 or 407)) return null;
        var name = proxy ? HeaderName.ProxyAuthenticate : HeaderName.WwwAuthenticate;
        if (!response.TryGet(name, out var value) || !DigestChallenge.TryParse(value, out var challenge)) return null;
        var given = new DigestCredentials
        {
            Username = user,
            Realm = challenge!.Realm,
            Nonce = SimPhone.Bytes(challenge.Nonce),
            Uri = SimPhone.Bytes(request.Uri),
            Algorithm = challenge.Algorithm,
            Qop = "auth"u8.ToArray(),
            Cnonce = "c"u8.ToArray(),
            NonceCountText = "00000001"u8.ToArray(),
            NonceCount = 1,
        };
        var hash = DigestResponse.HashUser(challenge.Algorithm, user, challenge.Realm, password);
        Span<byte> hex = stackalloc byte[64];
        var length = DigestResponse.Compute(given, hash, SimPhone.Bytes(request.Method), hex);
        given = given with { Response = hex[..length].ToArray() };
        return $"{(proxy ? "Proxy-Authorization" : "Authorization")}: {given.Write()}\r\n";
    }
}
