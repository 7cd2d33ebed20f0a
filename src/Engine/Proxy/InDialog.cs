using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// Requests inside a dialog that runs through us: no challenge, no look-up, but only to where that dialog's other end
/// is. A token in Route is no pass: what counts is that both tags name a dialog of this very call.
/// </summary>
internal static class InDialog
{
    public static Decision Decide(CallState? call, SipReceived received, in Env env)
    {
        var message = received.Message;
        if (call is null || Dialogs.Find(call, message) is not { } match)
            return Replies.Stateless(call, received, env, 481);
        if (OpenTransactions(call) >= env.Settings.Limits.MaxServerTransactions)
            return Replies.Stateless(call, received, env, 503, "Retry-After: 5\r\n");
        if (Target(match, received, env) is not { } target) return Replies.Stateless(call, received, env, 403);
        var turn = Targeting.Begin(call, received, env);
        if (!match.ToCallee && match.Dialog.Callee.Tag.Length == 0) match = Dialogs.Complete(turn, match, received);
        Dialogs.RefreshBy(turn, message, match);
        var context = Targeting.Open(turn, received, match.Dialog.Context);
        Forwarding.Add(turn, context.Number, target);
        Forwarding.Start(turn, context.Number);
        return turn.Finish();
    }

    /// <summary>
    /// Where the request goes; null when its Route or Request-URI leads to somewhere that is not the dialog's other
    /// end.
    /// </summary>
    public static ForwardTarget? Target(DialogMatch match, SipReceived received, in Env env)
    {
        var routes = RouteSet.Read(received.Message, env);
        var side = match.Target;
        var uri = routes.RequestUri;
        // A client that copied no Record-Route addresses us: its peer's own Contact is kinder than 404.
        if (routes.Next is null && !side.Targets.IsEmpty && RouteSet.IsOwn(uri, env))
            uri = SipUri.Parse(side.Targets[^1]);
        var next = routes.Next ?? uri;
        if (!IsKnown(side, next, routes.Next is not null)) return null;
        return new ForwardTarget
        {
            Uri = uri.ToString(),
            RouteUri = routes.Next?.ToString(),
            // The hop is that of the last pass of a spiral; the proxies between the passes are found by their URI.
            Hop = IsSpiral(side, routes.Next) ? null : HopTo(side, next),
            Relay = side.Hop.Relay,
            Listener = side.Hop.Listener,
        };
    }

    private static bool IsSpiral(DialogSide side, SipUri? route) =>
        route is not null && side.Spirals.Contains(DialogSides.HostPort(route));

    private static bool IsKnown(DialogSide side, SipUri next, bool isRoute)
    {
        var hostPort = DialogSides.HostPort(next);
        if (isRoute) return hostPort == side.NextProxy || side.Spirals.Contains(hostPort);
        foreach (var target in side.Targets)
            if (DialogSides.HostPort(SipUri.Parse(target)) == hostPort) return true;
        return side.Targets.IsEmpty;
    }

    public static Hop? HopTo(DialogSide side, SipUri next)
    {
        if (side.HopUri is not { } hopUri || side.Targets.IsEmpty) return side.Hop;
        return SipUri.TryParse(hopUri, out var reached) && DialogSides.HostPort(reached!) == DialogSides.HostPort(next)
            ? side.Hop
            : null;
    }

    public static int OpenTransactions(CallState call)
    {
        var open = 0;
        foreach (var context in call.Contexts)
            if (context.IsOpen) open++;
        return open;
    }
}
