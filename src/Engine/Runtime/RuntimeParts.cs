using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>What a host gives to the runtime.</summary>
public sealed record RuntimeParts
{
    public required IStateStore Store { get; init; }
    public required IBus Bus { get; init; }
    public required IPush Push { get; init; }
    public required IUserDirectory Users { get; init; }
    public required IWork Work { get; init; }
    /// <summary>Null where there are no routes.</summary>
    public IRouteRunner? Routes { get; init; }

    public required ImmutableArray<IActor> Actors { get; init; }
    public required EngineSettings Settings { get; init; }
    public TimeProvider Clock { get; init; } = TimeProvider.System;
    public RuntimeLimits Limits { get; init; } = RuntimeLimits.Default;
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>Hears of command results in the same process; null where handlers poll the store.</summary>
    public CommandResults? Results { get; init; }

    /// <summary>The documents that this process wrote last; null where reading costs nothing.</summary>
    public DocumentCache? Cache { get; init; }

    public RuntimeHooks Hooks { get; init; } = RuntimeHooks.None;
}

/// <summary>Where a test may break a turn. Empty in every host that serves.</summary>
public sealed record RuntimeHooks
{
    public static readonly RuntimeHooks None = new();

    /// <summary>Called between the save and the performing of its effects.</summary>
    public Action<ActorKey>? AfterSave { get; init; }
}
