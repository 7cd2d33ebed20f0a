using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Routing;

/// <summary>Where a request outside a dialog that was let in meets the user's routes.</summary>
internal static class RouteEntry
{
    /// <summary>
    /// The rule of a request; null when there is none, which is all there is to it without routes.
    /// </summary>
    public static RouteRule? Find(SipMessage request, SipUri target, bool isServed, in Env env) =>
        // RFC 3262: a PRACK belongs to its INVITE, wherever it comes from.
        env.Settings.Routing is { } routing && request.Method != SipMethod.Prack
            ? routing.Table.Find(new RouteSubject(request, target, isServed))
            : null;

    /// <summary>Opens the server transaction and asks the rule once all of it is saved.</summary>
    /// <param name="caller">The user whose password was right, and the nonce counts to save; nulls for none.</param>
    public static Decision Begin(
        CallState? call, SipReceived received, RouteRule rule, (string? User, ImmutableArray<NonceUse>? Nonces) caller,
        in Env env)
    {
        var turn = Targeting.Begin(call, received, env);
        if (caller.Nonces is { } nonces) turn.State = turn.State with { Nonces = nonces };
        var context = Targeting.Open(turn, received, inDialog: 0);
        CallRecords.Begin(turn, received.Message);
        Dialogs.Expect(turn, context);
        context = turn.Replace(context with
        {
            Route = new RouteProgress { Rule = rule.Name, Source = rule.Source, Caller = caller.User },
        });
        turn.Effects.Add(new AcceptTransaction(context.Flow.Relay, context.Transaction));
        RouteAsking.Ask(turn, context.Number, rule, null, default);
        return turn.Finish();
    }

    /// <summary>The Request-URI that rules go by, and whether its host is ours.</summary>
    public static RouteSubject Subject(CallTurn turn, SipMessage request)
    {
        var uri = RouteSet.Read(request, turn.Env).RequestUri;
        return new RouteSubject(request, uri, AddressOfRecord.TryCanonicalize(uri, turn.Settings.Domains, out _));
    }
}
