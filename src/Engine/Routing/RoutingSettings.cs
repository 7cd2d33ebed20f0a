namespace ServerlessSip.Engine.Routing;

/// <summary>What the engine knows of the user's routes; without it, it rings addresses of record.</summary>
public sealed record RoutingSettings
{
    public required IRouteTable Table { get; init; }

    /// <summary>The answer when a route throws, hangs, or decides nonsense; 300 to 699.</summary>
    public int FailureStatus { get; init; } = 500;

    /// <summary>How long code that may wait has for its answer.</summary>
    public TimeSpan WorkTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long code that may not wait has for its answer.</summary>
    public TimeSpan RunTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How much later than its time a question is given up without a word from whoever runs the code: it may have died.
    /// </summary>
    public TimeSpan AnswerGrace { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>Which rule a request falls under; pure, the same for all of a process's life.</summary>
public interface IRouteTable
{
    /// <summary>The first rule in order that fits; null when none does.</summary>
    /// <param name="after">The rule that has just passed the request on; null to begin.</param>
    RouteRule? Find(RouteSubject subject, string? after = null);

    /// <summary>Where a named continuation of a rule is; null when there is none.</summary>
    RouteRule? FindContinuation(string name, string rule);

    /// <summary>Whether anybody wants to hear of it.</summary>
    bool Has(CallHook hook);
}

/// <summary>A rule as the engine sees it.</summary>
/// <param name="Name">Unique in its table.</param>
/// <param name="Source">What kind of thing it is, e.g. <c>C#</c>.</param>
/// <param name="IsWork">Whether its code may wait.</param>
public sealed record RouteRule(string Name, string Source, bool IsWork);

/// <summary>The request that a rule is looked for.</summary>
/// <param name="Target">The Request-URI, ours taken off where a strict router put it.</param>
/// <param name="IsServed">Whether the target's host is ours; a foreign one must be named by a rule.</param>
public readonly record struct RouteSubject(Sip.Messages.SipMessage Request, Sip.Messages.SipUri Target, bool IsServed);
