using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime.Routes;

/// <summary>What a host gives to the runner of routes.</summary>
public sealed record RouteRunnerParts
{
    public required RouteTable Table { get; init; }
    public required RoutingSettings Settings { get; init; }
    public required IBus Bus { get; init; }

    /// <summary>For <see cref="RouteRunnerOptions.WatchEvery"/>; null where it is not used.</summary>
    public IStateStore? Store { get; init; }
    public TimeProvider Clock { get; init; } = TimeProvider.System;
    public RouteRunnerOptions Options { get; init; } = RouteRunnerOptions.Default;
    public RuntimeLimits Limits { get; init; } = RuntimeLimits.Default;
    public ILogger Log { get; init; } = NullLogger.Instance;
}
