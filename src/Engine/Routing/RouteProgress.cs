namespace ServerlessSip.Engine.Routing;

/// <summary>How far a request has come on its route; stored, so that the next step runs on any instance.</summary>
public sealed record RouteProgress
{
    /// <summary>The rule that decided last or is asked, and what kind of thing it is.</summary>
    public required string Rule { get; init; }
    public required string Source { get; init; }

    /// <summary>The user whose password the caller has proved to know; null for none.</summary>
    public string? Caller { get; init; }

    /// <summary>The tag of the question that is open; null when none is.</summary>
    public string? Waiting { get; init; }

    /// <summary>When that question is given up.</summary>
    public DateTimeOffset? AnswerBy { get; init; }

    /// <summary>The verb that is being followed, with all that may come after it; null before the first.</summary>
    public Route? Current { get; init; }

    /// <summary>The index of the verb's first branch; those before it are of earlier verbs.</summary>
    public int FirstBranch { get; init; }

    /// <summary>How many verbs and questions there were.</summary>
    public int Steps { get; init; }

    /// <summary>
    /// Whether somebody else than the branches says when the verb ends: user code that is asked, a queue, a bridge.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsHeld => Waiting is not null || Current is QueueRoute or BridgeRoute or ParkRoute;
}

/// <summary>One decision in a call's life, for people.</summary>
/// <param name="Rule">E.g. <c>OfficeRoutes.Sales</c>; <c>built-in</c> for our own.</param>
/// <param name="Source">What kind of thing the rule is: <c>C#</c>, <c>middleware</c>, <c>built-in</c>.</param>
/// <param name="Decided">E.g. <c>ring sip:ann@example.com for 20 s</c>.</param>
/// <param name="Reason">Why, as far as anybody said; null when nobody did.</param>
public sealed record TraceLine(DateTimeOffset At, string Rule, string Source, string Decided, string? Reason);
