using System.Globalization;

namespace ServerlessSip.Engine.Routing;

/// <summary>What follows a verb that has ended.</summary>
internal static class RouteChoice
{
    /// <summary>By status, else by event, else by class, else in all cases; null when nothing follows.</summary>
    public static Route? After(Route route, RouteOutcome outcome)
    {
        var status = outcome.Status.ToString(CultureInfo.InvariantCulture);
        return Case(route, status) ?? (outcome.Event is null ? null : Case(route, outcome.Event))
            ?? Case(route, $"{status[0]}xx")
            // RFC 3261 §16.7 step 5: a 6xx speaks for every place where the callee might be.
            ?? (outcome.Status >= 600 ? null : route.Next);
    }

    public static string Named(RouteOutcome outcome) =>
        outcome.Event is null ? $"{outcome.Status}" : $"{outcome.Status}, {outcome.Event}";

    private static Route? Case(Route route, string when)
    {
        foreach (var given in route.Cases)
            if (given.When == when) return given.Route;
        return null;
    }
}
