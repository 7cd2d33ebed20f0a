namespace ServerlessSip.Simulation.Phones;

/// <summary>What one phone does with one call.</summary>
/// <param name="RingAfter">When it says 180; null for never.</param>
/// <param name="Status">200, or what it declines with; 0 to ring on for ever.</param>
/// <param name="After">When it says that.</param>
internal sealed record Behaviour(TimeSpan? RingAfter, int Status, TimeSpan After);

/// <summary>One call as the script has it.</summary>
internal sealed record CallPlan
{
    public required string CallId { get; init; }
    public required SimPhone Caller { get; init; }
    public required string Callee { get; init; }
    public required TimeSpan At { get; init; }

    /// <summary>When the caller gives up unless a final response came.</summary>
    public required TimeSpan CancelAfter { get; init; }
    public TimeSpan CallerHangsUpAfter { get; init; } = TimeSpan.FromSeconds(5);
    public TimeSpan? CalleeHangsUpAfter { get; init; }
    public bool ReInvites { get; init; }
    public string Method { get; init; } = "INVITE";

    /// <summary>By the number of the phone.</summary>
    public Dictionary<int, Behaviour> Phones { get; init; } = [];
}
