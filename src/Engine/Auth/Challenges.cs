using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Auth;

/// <summary>Writes digest challenges that need no memory: the nonce itself says when and for which actor it was made.</summary>
public static class Challenges
{
    /// <summary>
    /// Whole header lines, one challenge per <see cref="EngineSettings.DigestAlgorithms"/> in that order: Proxy-Authenticate for
    /// a proxy, else WWW-Authenticate.
    /// </summary>
    /// <param name="actor">The actor whose document will count the nonce's uses.</param>
    /// <param name="stale">RFC 7616 §3.3: the nonce was too old, the password need not be asked for again.</param>
    public static byte[] Write(in Env env, ActorKey actor, bool proxy, bool stale) => throw new NotSupportedException();
}
