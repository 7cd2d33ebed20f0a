using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tables;

/// <summary>What came back, or that nothing came.</summary>
internal sealed record TableReply
{
    /// <summary>The HTTP status, or <see cref="StoreFaults.NoAnswer"/>.</summary>
    public required int Status { get; init; }

    public string? ErrorCode { get; init; }

    public string? ETag { get; init; }

    public string? Continuation { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>It was sent more than once, so the service may have performed an earlier try.</summary>
    public bool Retried { get; init; }

    /// <summary>Why no answer came.</summary>
    public string? Failure { get; init; }

    internal StoreStatus Outcome => StoreFaults.Classify(Status, ErrorCode);

    /// <summary>One line for logs and results; null when it went well.</summary>
    internal string? Reason =>
        Outcome == StoreStatus.Ok ? null : Failure ?? $"{Status} {ErrorCode ?? "without a code"}";
}
