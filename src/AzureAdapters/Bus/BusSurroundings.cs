using Microsoft.Extensions.Logging;

namespace ServerlessSip.AzureAdapters.Bus;

/// <summary>What the adapters of the bus need from their host.</summary>
public sealed record BusSurroundings(OperationCounts Counts, TimeProvider Clock, ILogger Log);
