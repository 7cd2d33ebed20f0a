using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>What a request's Route says once our own part is taken off (RFC 3261 §16.4).</summary>
internal readonly ref struct RouteSet
{
    /// <summary>How many leading values are ours and go: all of them together.</summary>
    public int OwnValues { get; private init; }

    /// <summary>The first value that is not ours; null when none is left.</summary>
    public SipUri? Next { get; private init; }

    /// <summary>The Request-URI to go on with: the last Route's when a strict router put ours in its place.</summary>
    public SipUri RequestUri { get; private init; }

    /// <summary>Whether the last Route value was taken as Request-URI.</summary>
    public bool LastValueTaken { get; private init; }

    public static RouteSet Read(SipMessage message, in Env env)
    {
        var routes = message.Routes!;
        var requestUri = message.RequestUri!;
        var count = routes.Count;
        // A strict router moved our Record-Route value into the Request-URI and the remote target to the end of Route.
        var strict = count > 0 && IsOwn(requestUri, env) && SipToken.TryRead(
            requestUri.User, TokenPurpose.RecordRoute, env.Settings.Keys, out _);
        if (strict) requestUri = routes[--count].Uri;

        var own = 0;
        while (own < count && IsOwn(routes[own].Uri, env)) own++;
        return new RouteSet
        {
            OwnValues = own,
            Next = own < count ? routes[own].Uri : null,
            RequestUri = requestUri,
            LastValueTaken = strict,
        };
    }

    /// <summary>Whether a URI names one of our relays or domains.</summary>
    public static bool IsOwn(SipUri uri, in Env env) =>
        uri.Scheme is SipScheme.Sip or SipScheme.Sips
        && env.Settings.Domains.Serves(uri.HostText, uri.Port, uri.Scheme == SipScheme.Sips);
}
