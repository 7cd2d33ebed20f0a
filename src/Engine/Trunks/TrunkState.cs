using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Trunks;

/// <summary>What the OPTIONS to the targets of one trunk have come to.</summary>
public sealed record TrunkState : ActorState
{
    public required string Name { get; init; }

    /// <summary>In the order of the configuration.</summary>
    public ImmutableArray<TrunkTarget> Targets { get; init; } = [];

    /// <summary>When every target is asked again.</summary>
    public required DateTimeOffset NextProbeAt { get; init; }

    /// <summary>The earliest timer that was asked for and has not fired; null for none.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    public override DateTimeOffset? DueAt
    {
        get
        {
            var due = NextProbeAt;
            foreach (var target in Targets)
                if (target.Probe is { } probe && probe.Until < due) due = probe.Until;
            return due;
        }
    }

    public override string? Resource => TrunkName.Resource(Name);

    public override string? Status =>
        Targets.All(target => target.IsOut) ? "out" : Targets.Any(target => target.IsOut) ? "partly" : "in";
}

/// <summary>One target and what was heard of it.</summary>
public sealed record TrunkTarget
{
    public required string Uri { get; init; }

    /// <summary>Whether calls pass it over.</summary>
    public bool IsOut { get; init; }

    /// <summary>Since when it is out or in again; null for one that never was out.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Misses in a row, and of one that is out the answers in a row.</summary>
    public int Misses { get; init; }
    public int Goods { get; init; }

    /// <summary>The status that came last and when; 0 when nothing came.</summary>
    public int LastStatus { get; init; }
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The OPTIONS that has no answer yet; null for none.</summary>
    public TrunkProbe? Probe { get; init; }
}

/// <summary>One OPTIONS under way.</summary>
/// <param name="Branch">Of our Via; the tag of its name's resolution, too.</param>
/// <param name="Relay">Who sends it.</param>
/// <param name="Until">When it counts as missed.</param>
public sealed record TrunkProbe(string Branch, string Relay, DateTimeOffset Until);
