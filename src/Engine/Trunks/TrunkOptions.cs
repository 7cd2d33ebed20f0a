using System.Collections.Immutable;

namespace ServerlessSip.Engine.Trunks;

/// <summary>One trunk as it is configured: the ways to one carrier or exchange.</summary>
public sealed record TrunkOptions
{
    /// <summary>Lower case; see <see cref="TrunkName.IsName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>sip or sips URIs without a user, in the order in which they are tried.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary>Statuses and classes at which the next target is tried; a route's own go before.</summary>
    public ImmutableArray<string> Failover { get; init; } = TrunkLimits.Failover;

    /// <summary>
    /// How long a target has for its first answer, be it 100, to a request as to OPTIONS; a route's own time goes
    /// before.
    /// </summary>
    public TimeSpan Time { get; init; } = TrunkLimits.Time;

    /// <summary>How often OPTIONS goes to each target; null for never.</summary>
    public TimeSpan? ProbeEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After how many misses in a row a target is left out.</summary>
    public int Misses { get; init; } = 3;

    /// <summary>After how many answers in a row it is used again.</summary>
    public int Goods { get; init; } = 2;

    /// <summary>The relay that sends the OPTIONS; null when the host names none, then nobody does.</summary>
    public string? Relay { get; init; }

    public bool IsProbed => ProbeEvery is not null && Relay is not null;
}
