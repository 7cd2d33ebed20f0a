namespace ServerlessSip.Engine.Routing;

/// <summary>The cases of <c>On</c> that are no statuses.</summary>
public static class RouteEvents
{
    /// <summary>The time of the verb is over.</summary>
    public const string Timeout = "timeout";

    /// <summary>Nobody could be rung: no such user (404) or no phone (480).</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The queue is full, or its wait limit is over.</summary>
    public const string Overflow = "overflow";

    public static readonly string[] All = [Timeout, Unreachable, Overflow];
}

/// <summary>How a verb ended without an answer to the caller.</summary>
/// <param name="Status">The SIP status that the caller would get.</param>
/// <param name="Event">One of <see cref="RouteEvents"/>; null when the status says it all.</param>
public readonly record struct RouteOutcome(int Status, string? Event = null);
