using System.Collections.Immutable;

namespace ServerlessSip.Hosting.Options;

/// <summary>The keys under <c>Routes:</c>.</summary>
internal sealed record RoutesOptions
{
    /// <summary>Absolute paths of assemblies that are loaded beside <c>src/Routes</c>.</summary>
    public required ImmutableArray<string> Assemblies { get; init; }

    /// <summary>The answer when a route throws, hangs or decides nonsense.</summary>
    public required int FailureStatus { get; init; }

    public required int RunMilliseconds { get; init; }
    public required int WorkSeconds { get; init; }
    public required int MaxWork { get; init; }
    public required int MaxStuck { get; init; }

    /// <summary>Addresses, networks and callers that are refused.</summary>
    public required ImmutableArray<string> Ban { get; init; }

    /// <summary>Requests of one caller in a minute; 0 for no limit.</summary>
    public required int RatePerMinute { get; init; }

    /// <summary>Whether every caller must be one of our users.</summary>
    public required bool RequireUser { get; init; }
}
