using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// Loops (RFC 5393 §4.2): a request that we sent ourselves and that comes back asking for the same is a loop; one that
/// asks for something else is a spiral and goes on.
/// </summary>
internal static class Loops
{
    public static bool IsLoop(CallState? call, SipMessage request, SipUri target, in Env env)
    {
        if (call is null) return false;
        foreach (var text in request.Values(HeaderName.Via))
        {
            if (!Via.TryParse(text, out var via)
                || !SipToken.TryRead(via!.Branch, TokenPurpose.Branch, env.Settings.Keys, out _)) continue;
            foreach (var context in call.Contexts)
            {
                foreach (var branch in context.Branches)
                    if (Text.Same(via.Branch, branch.Branch) && AsksForTheSame(context, target, env)) return true;
            }
        }
        return false;
    }

    private static bool AsksForTheSame(ResponseContext context, SipUri target, in Env env) =>
        Asked(SipUri.Parse(context.RequestUri), env) == Asked(target, env);

    /// <summary>
    /// We route by the canonical address of record alone, so that is what must differ; of others the whole URI.
    /// </summary>
    private static string Asked(SipUri uri, in Env env) =>
        AddressOfRecord.TryCanonicalize(uri, env.Settings.Domains, out var aor) ? aor : uri.ToString();
}
