using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Engine.Auth;

/// <summary>
/// Writes digest challenges that need no memory: the nonce itself says when and for which actor it was made.
/// </summary>
public static class Challenges
{
    /// <summary>
    /// Whole header lines, one challenge per <see cref="EngineSettings.DigestAlgorithms"/> in that order:
    /// Proxy-Authenticate for a proxy, else WWW-Authenticate.
    /// </summary>
    /// <param name="actor">The actor whose document will count the nonce's uses.</param>
    /// <param name="stale">RFC 7616 §3.3: the nonce was too old, the password need not be asked for again.</param>
    public static byte[] Write(in Env env, ActorKey actor, bool proxy, bool stale)
    {
        var nonce = Nonce.Make(env, actor);
        var lines = new StringBuilder();
        // RFC 8760 §2.3: the most preferred algorithm first.
        foreach (var algorithm in env.Settings.DigestAlgorithms)
        {
            var challenge = new DigestChallenge
            {
                Realm = env.Settings.Domains.Primary,
                Nonce = nonce,
                Algorithm = algorithm,
                Stale = stale,
            };
            lines.Append(proxy ? "Proxy-Authenticate: " : "WWW-Authenticate: ")
                .Append(challenge.Write()).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }
}
