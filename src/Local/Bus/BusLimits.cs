namespace ServerlessSip.Local.Bus;

/// <summary>The named limits and times of the embedded bus.</summary>
public sealed record BusLimits
{
    public static readonly BusLimits Default = new();

    /// <summary>Most inputs from outside (SIP, commands) that wait or are under way at one time.</summary>
    public int MaxWaiting { get; init; } = 10_000;

    /// <summary>
    /// The same for what the system sends itself (timeouts, timers, tells, answers), so that a flood cannot stop it.
    /// </summary>
    public int MaxWaitingInternal { get; init; } = 20_000;

    /// <summary>Most inputs that wait for one actor.</summary>
    public int MaxWaitingPerActor { get; init; } = 512;

    /// <summary>After so many deliveries an input becomes a dead letter.</summary>
    public int MaxDeliveries { get; init; } = 10;

    /// <summary>The pause before the second delivery; each further one is twice as long, up to the longest.</summary>
    public TimeSpan FirstRedeliveryDelay { get; init; } = TimeSpan.FromMilliseconds(50);
    public TimeSpan LongestRedeliveryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most dead letters kept to be looked at; the oldest go first.</summary>
    public int MaxDeadLetters { get; init; } = 1_000;

    /// <summary>Most inputs that wait for their instant.</summary>
    public int MaxScheduled { get; init; } = 1_000_000;

    /// <summary>
    /// Most turns that a receiving thread runs for one call of Send before it leaves the rest to the pool.
    /// </summary>
    public int MaxTurnsInline { get; init; } = 16;
}
