namespace ServerlessSip.Edge;

/// <summary>The named limits of a relay. What comes beyond one is refused or forgotten, and counted.</summary>
public sealed record RelayLimits
{
    public static readonly RelayLimits Default = new();

    /// <summary>Most server transactions remembered; a request beyond gets 503.</summary>
    public int MaxServerTransactions { get; init; } = 262_144;

    /// <summary>
    /// Most client transactions remembered; a request beyond is not sent and its actor hears of a transport error.
    /// </summary>
    public int MaxClientTransactions { get; init; } = 262_144;

    /// <summary>Most 2xx of our own that wait for their ACK; one beyond is sent once.</summary>
    public int MaxUasSuccesses { get; init; } = 65_536;

    /// <summary>Most ids of performed commands remembered; the oldest is forgotten first.</summary>
    public int MaxPerformedIds { get; init; } = 262_144;

    /// <summary>Most envelopes that the bus refused and that are offered again; one beyond is lost.</summary>
    public int MaxRefusedEnvelopes { get; init; } = 16_384;

    /// <summary>Most flows remembered by each receiving thread; all are forgotten beyond.</summary>
    public int MaxCachedFlows { get; init; } = 16_384;

    /// <summary>Most stream connections, both ways; one beyond is closed at once.</summary>
    public int MaxConnections { get; init; } = 16_384;

    /// <summary>Most bytes that wait to be written to one connection; it is closed beyond.</summary>
    public int MaxConnectionBacklogBytes { get; init; } = 1024 * 1024;

    /// <summary>A connection that sends nothing, not even a ping, for so long is closed.</summary>
    public TimeSpan ConnectionIdle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A message must be whole so long after its first byte, and the first one so long after the connection.
    /// </summary>
    public TimeSpan MessageCompletion { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An outgoing connection must stand within this.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What a 503 asks of its receiver.</summary>
    public int RetryAfterSeconds { get; init; } = 5;
}
