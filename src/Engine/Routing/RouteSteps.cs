namespace ServerlessSip.Engine.Routing;

/// <summary>What can be said of every verb, or of every verb of a kind.</summary>
public static class RouteSteps
{
    /// <summary>What follows when the verb ends without an answer; a 6xx wants an On of its own.</summary>
    public static T Else<T>(this T route, Route next)
        where T : Route
    {
        ArgumentNullException.ThrowIfNull(next);
        return Whole((T)((Route)route with { Next = next }));
    }

    /// <summary>What follows at one status, 300 to 699.</summary>
    public static T On<T>(this T route, int status, Route next)
        where T : Route =>
        On(route, RouteChecks.Valid(status, RouteChecks.Failure).ToString(RouteChecks.Invariant), next);

    /// <summary>What follows at a class (<c>4xx</c>) or one of <see cref="RouteEvents"/>.</summary>
    public static T On<T>(this T route, string when, Route next)
        where T : Route
    {
        ArgumentNullException.ThrowIfNull(next);
        var given = new RouteCase(RouteChecks.Valid(when, RouteChecks.Case), next);
        var others = route.Cases.RemoveAll(c => c.When == when);
        return Whole((T)((Route)route with { Cases = others.Add(given) }));
    }

    /// <summary>Why, for whoever reads the call's trace: at most 200 printable characters.</summary>
    public static T Because<T>(this T route, string reason)
        where T : Route => (T)((Route)route with { Reason = RouteChecks.Valid(reason, RouteChecks.Text) });

    /// <summary>A time limit in whole seconds, 1 to 7200.</summary>
    public static T For<T>(this T route, TimeSpan time)
        where T : TimedRoute =>
        (T)((TimedRoute)route with { Seconds = RouteChecks.Valid((int)time.TotalSeconds, RouteChecks.Time) });

    /// <summary>Adds a header to the request that is sent on.</summary>
    public static T With<T>(this T route, string name, string value)
        where T : SendingRoute =>
        (T)((SendingRoute)route with { Added = RouteChecks.More(route.Added, name, value) });

    /// <summary>Removes a header from the request that is sent on.</summary>
    public static T Without<T>(this T route, string name)
        where T : SendingRoute =>
        (T)((SendingRoute)route with { Removed = RouteChecks.More(route.Removed, name) });

    /// <summary>Says who is calling: P-Asserted-Identity, in place of any that the request had (RFC 3325).</summary>
    public static T As<T>(this T route, string uri, string? display = null)
        where T : SendingRoute =>
        (T)((SendingRoute)route with
        {
            Identity = RouteChecks.Valid(new CallerIdentity(RouteChecks.Uri(uri), display), RouteChecks.Identity),
        });

    public static TimeSpan Seconds(this int count) => TimeSpan.FromSeconds(count);

    public static TimeSpan Minutes(this int count) => TimeSpan.FromMinutes(count);

    private static T Whole<T>(T route)
        where T : Route => (T)RouteChecks.Valid((Route)route, RouteChecks.Size);
}
