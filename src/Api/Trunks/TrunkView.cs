using System.Collections.Immutable;
using ServerlessSip.Engine.Trunks;

namespace ServerlessSip.Api.Trunks;

/// <summary>A trunk as clients see it.</summary>
internal sealed record TrunkView
{
    public required string Name { get; init; }
    public required string Resource { get; init; }

    /// <summary>The version of the newest event; 0 before the first.</summary>
    public required long Version { get; init; }

    /// <summary>in, partly or out; unknown while nobody has asked its targets.</summary>
    public required string State { get; init; }

    /// <summary>In the order in which they are tried.</summary>
    public required ImmutableArray<TrunkTargetView> Targets { get; init; }

    /// <summary>When they are asked next; null for never.</summary>
    public DateTimeOffset? NextProbeAt { get; init; }

    /// <param name="state">Null when nobody has asked its targets yet.</param>
    public static TrunkView Of(TrunkOptions options, TrunkState? state) => new()
    {
        Name = options.Name,
        Resource = TrunkName.Resource(options.Name),
        Version = state?.EventVersion ?? 0,
        State = state?.Status ?? "unknown",
        Targets =
        [
            .. options.Targets.Select(uri =>
                TrunkTargetView.Of(uri, state?.Targets.FirstOrDefault(known => known.Uri == uri))),
        ],
        NextProbeAt = state?.NextProbeAt,
    };
}

/// <summary>One target.</summary>
/// <param name="State">in or out; unknown before its first answer or miss.</param>
/// <param name="Since">Since when it is out or in again; null for one that never was out.</param>
/// <param name="Misses">In a row.</param>
/// <param name="LastStatus">What came last; null when nothing did.</param>
/// <param name="LastAt">When that was, or when nothing had come.</param>
internal sealed record TrunkTargetView(
    string Uri, string State, DateTimeOffset? Since, int Misses, int? LastStatus, DateTimeOffset? LastAt)
{
    public static TrunkTargetView Of(string uri, TrunkTarget? target) => target is { LastAt: not null }
        ? new(uri, target.IsOut ? "out" : "in", target.Since, target.Misses,
            target.LastStatus == 0 ? null : target.LastStatus, target.LastAt)
        : new(uri, "unknown", null, 0, null, null);
}

/// <summary>All trunks in the order of their names.</summary>
internal sealed record TrunkList(ImmutableArray<TrunkView> Items);
