namespace ServerlessSip.Engine.Runtime.Routes;

/// <summary>The named limits and times of running user code.</summary>
public sealed record RouteRunnerOptions
{
    public static readonly RouteRunnerOptions Default = new();

    /// <summary>Most routes that may wait and are under way at one time.</summary>
    public int MaxWork { get; init; } = 64;

    /// <summary>Most routes that wait for their turn, and most that wait for a thread; more are refused.</summary>
    public int MaxWaiting { get; init; } = 1_000;

    /// <summary>Most threads that run user code, those that are stuck not counted.</summary>
    public int MaxThreads { get; init; } = 64;

    /// <summary>
    /// Most threads and tasks that do not come back from user code; past it, calls get the configured answer at once.
    /// </summary>
    public int MaxStuck { get; init; } = 200;

    /// <summary>How long a thread may be in user code until it counts as stuck and another takes its place.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Most notices that wait for their hook or that it has not done with; more are dropped.</summary>
    public int MaxNotices { get; init; } = 1_000;

    /// <summary>
    /// How often the document of a call is read while its route waits, to see whether the caller has given up; null
    /// where <see cref="IRouteRunner.Stop"/> comes to this very process.
    /// </summary>
    public TimeSpan? WatchEvery { get; init; }

    /// <summary>
    /// Whether <see cref="IRouteRunner.Run"/> ends with the answer: for hosts whose invocation must outlive the code.
    /// </summary>
    public bool RunToEnd { get; init; }
}
