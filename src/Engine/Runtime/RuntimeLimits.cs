namespace ServerlessSip.Engine.Runtime;

/// <summary>The named limits and times of the runtime.</summary>
public sealed record RuntimeLimits
{
    public static readonly RuntimeLimits Default = new();

    /// <summary>How long a passing fault of the store or the bus is retried inside one turn.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause before the first retry; each further one is twice as long.</summary>
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often a turn decides at most when others change the document meanwhile.</summary>
    public int MaxDecisions { get; init; } = 8;

    /// <summary>Most asks of one input; a route may try one group of users after the other.</summary>
    public int MaxAsks { get; init; } = 300;

    /// <summary>Most command results that a document remembers.</summary>
    public int MaxResults { get; init; } = 32;

    /// <summary>How long an HTTP handler waits for the result of its command.</summary>
    public TimeSpan CommandWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause before the first look for a result in the store; each further one is twice as long.</summary>
    public TimeSpan FirstPollDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Most commands that wait for their results at one time.</summary>
    public int MaxWaitingCommands { get; init; } = 1_000;

    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether the bus keeps its schedule over a restart; else the sweep schedules what is due before the next one.
    /// </summary>
    public bool ScheduleIsDurable { get; init; }

    /// <summary>An outbox older than this is performed again by the sweep.</summary>
    public TimeSpan OutboxAge { get; init; } = TimeSpan.FromMinutes(1);

    public int SweepPageSize { get; init; } = 100;

    /// <summary>Most pages of one query of one sweep; what is left is found by the next.</summary>
    public int MaxSweepPages { get; init; } = 10_000;

    /// <summary>How long a name may take to resolve; then it has no addresses.</summary>
    public TimeSpan DnsTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most names being resolved at one time, and most waiting for that.</summary>
    public int MaxDnsRunning { get; init; } = 32;
    public int MaxDnsWaiting { get; init; } = 1_000;

    /// <summary>Most addresses of one name.</summary>
    public int MaxDnsAddresses { get; init; } = 16;
}
