using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// Who may send a request outside a dialog, and to whom. Nothing is stored for anybody who is not let in.
/// </summary>
internal static class Admission
{
    /// <summary>The tag of the question who the caller is.</summary>
    public const string Caller = "caller";

    public static Decision Decide(CallState? call, SipReceived received, in Env env)
    {
        var message = received.Message;
        var routes = RouteSet.Read(message, env);
        var uri = routes.RequestUri;
        if (RequestChecks.IsForServer(message, uri, env) && routes.Next is null)
            return Replies.Stateless(call, received, env, 200, ServerOptions.Lines);
        // Neither Route nor Request-URI may lead elsewhere: no open relay.
        if (routes.Next is not null) return Replies.Stateless(call, received, env, 403);
        var isOwnCaller = RouteSet.IsOwn(message.From!.Uri, env);
        var isServed = AddressOfRecord.TryCanonicalize(uri, env.Settings.Domains, out var aor);
        var rule = RouteEntry.Find(message, uri, isServed, env);
        // To foreign targets only our own users, and only by a route.
        if (!isServed && (rule is null || !isOwnCaller))
            return Replies.Stateless(call, received, env, uri.User.IsEmpty && RouteSet.IsOwn(uri, env) ? 404 : 403);
        if (Loops.IsLoop(call, message, uri, env)) return Replies.Stateless(call, received, env, 482);
        if (IsOverloaded(call, received, env))
            return Replies.Stateless(call, received, env, 503, "Retry-After: 10\r\n");

        if (!isOwnCaller && !env.Settings.AcceptForeign) return Replies.Stateless(call, received, env, 403);
        // A stranger's credentials count where a route may have asked for them.
        if ((isOwnCaller || rule is not null) && DigestCheck.User(message, proxy: true, env) is { } user)
            return new Decision(call, [new AskCredentials(Caller, user)]);
        if (isOwnCaller) return Challenge(call, received, env, stale: false);
        return rule is null
            ? new Decision(call, [new AskLocation(aor, aor)])
            : RouteEntry.Begin(call, received, rule, (null, null), env);
    }

    /// <summary>The caller's credentials are known, or whether a callee exists.</summary>
    public static Decision CredentialsKnown(CallState? call, CredentialsAnswer answer, in Env env)
    {
        if (answer.Tag != Caller) return Targeting.CalleeKnown(call, answer, env);
        var received = (SipReceived)answer.Cause!;
        var message = received.Message;
        var outcome = DigestCheck.Check(message, proxy: true, answer.Credentials, call?.Nonces ?? [], env);
        if (outcome.Verdict != DigestVerdict.Ok)
            return Challenge(call, received, env, outcome.Verdict is DigestVerdict.Stale or DigestVerdict.Replayed);
        if (RouteSet.IsOwn(message.From!.Uri, env)
            && !DigestCheck.Owns(outcome.User!, message.From!, env.Settings.Domains))
            return Replies.Stateless(call, received, env, 403);
        var uri = RouteSet.Read(message, env).RequestUri;
        var isServed = AddressOfRecord.TryCanonicalize(uri, env.Settings.Domains, out var aor);
        // Without a rule the target is ours: for any other it was refused before the caller was asked.
        return RouteEntry.Find(message, uri, isServed, env) is { } rule
            ? RouteEntry.Begin(call, received, rule, (outcome.User, outcome.Nonces), env)
            : new Decision(call, [new AskLocation(aor, aor)]);
    }

    /// <summary>
    /// The nonce counts to save with a request that <see cref="CredentialsKnown"/> let in; null when it needed none.
    /// </summary>
    public static ImmutableArray<NonceUse>? NoncesAfter(CallState? call, ActorEvent? cause, in Env env) =>
        cause is CredentialsAnswer { Tag: Caller, Cause: SipReceived received } answer
            ? DigestCheck.Check(received.Message, proxy: true, answer.Credentials, call?.Nonces ?? [], env).Nonces
            : null;

    private static Decision Challenge(CallState? call, SipReceived received, in Env env, bool stale) =>
        Replies.Stateless(
            call, received, env, 407, Text.Of(Challenges.Write(env, env.Self, proxy: true, stale)));

    /// <summary>
    /// One Call-ID, many strangers: a bound on open transactions, tighter for other sources than the first.
    /// </summary>
    private static bool IsOverloaded(CallState? call, SipReceived received, in Env env)
    {
        if (call is null) return false;
        var source = received.Flow.Remote.Address.ToString();
        int open = 0, strangers = 0;
        foreach (var context in call.Contexts)
        {
            if (!context.IsOpen) continue;
            open++;
            if (context.InDialog == 0 && context.Flow.Remote.Address.ToString() != call.FirstSource) strangers++;
        }
        var limits = env.Settings.Limits;
        return open >= limits.MaxServerTransactions
            || (source != call.FirstSource && strangers >= limits.MaxStrangerTransactions);
    }
}
