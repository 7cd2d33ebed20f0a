using Azure.Core.Pipeline;

namespace ServerlessSip.Local.Tables;

/// <summary>How a table store reaches its table.</summary>
internal sealed record TableStoreOptions
{
    public required TableEndpoint Endpoint { get; init; }

    /// <summary>The table's name; it is made when it is missing.</summary>
    public required string Table { get; init; }

    /// <summary>Further tries of one request. Few: the turn tries again as long as its input lives.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>The wait before the first further try; it doubles.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait for one try's answer.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Stands in for the network in tests; null for the real one.</summary>
    public HttpPipelineTransport? Transport { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
