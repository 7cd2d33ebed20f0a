using System.Collections.Immutable;

namespace ServerlessSip.Engine.Trunks;

/// <summary>The named limits of trunks, and what holds where nobody has said anything.</summary>
public static class TrunkLimits
{
    /// <summary>Most trunks, and most targets of one.</summary>
    public const int MaxTrunks = 100;
    public const int MaxTargets = 16;

    /// <summary>Most misses or answers in a row that can be asked for.</summary>
    public const int MaxInARow = 100;

    /// <summary>The target did not answer in time, or could not do it: another may.</summary>
    public static readonly ImmutableArray<string> Failover = ["408", "5xx"];

    /// <summary>Over UDP it is asked four times in it (RFC 3261 §17.1.1.2: after 0, 0.5, 1.5 and 3.5 s).</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    /// <summary>A timer that fires this much early by our clock counts as on time.</summary>
    public static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(100);
}
