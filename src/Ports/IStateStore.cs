namespace ServerlessSip.Ports;

/// <summary>How a store answered. Errors are values: an adapter never throws for what a store can say.</summary>
public enum StoreStatus : byte
{
    Ok = 1,

    /// <summary>No such document (get, or put and delete with a version).</summary>
    NotFound = 2,

    /// <summary>The version does not match, or the document exists where none was expected.</summary>
    Conflict = 3,

    /// <summary>A passing fault: try again.</summary>
    Transient = 4,

    /// <summary>It will never work: too large, refused, malformed.</summary>
    Fatal = 5,
}

/// <summary>The plain columns that the API and the sweep filter on; reading a document needs none of them.</summary>
public sealed record DocumentColumns
{
    public static readonly DocumentColumns None = new();

    /// <summary>The earliest deadline in the document; the sweep sends a timer to a document past it.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Since when effects of this document may be unperformed; null when none are known to be.</summary>
    public DateTimeOffset? OutboxAt { get; init; }

    /// <summary>The resource's public name, e.g. <c>users/alice</c>; null for a document that is no resource.</summary>
    public string? Resource { get; init; }

    /// <summary>A one-word state for lists, e.g. <c>online</c>, <c>ringing</c>.</summary>
    public string? Status { get; init; }
}

/// <summary>A document as it stands in the store, or why there is none.</summary>
/// <param name="Status">Ok, NotFound, Transient or Fatal.</param>
/// <param name="Document">The immutable document, of the type that the codec of its kind makes; null unless Ok.</param>
/// <param name="ETag">The version to give to the next put; null unless Ok.</param>
public readonly record struct StoreRead(StoreStatus Status, object? Document = null, string? ETag = null)
{
    public string? Reason { get; init; }
}

/// <summary>The outcome of a put or delete, with the new version of a put.</summary>
public readonly record struct StoreWrite(StoreStatus Status, string? ETag = null)
{
    public string? Reason { get; init; }
}

/// <summary>What to list.</summary>
public sealed record StoreQuery
{
    public required ActorKind Kind { get; init; }

    /// <summary>Only documents whose <see cref="DocumentColumns.DueAt"/> is before this.</summary>
    public DateTimeOffset? DueBefore { get; init; }

    /// <summary>Only documents whose <see cref="DocumentColumns.OutboxAt"/> is before this.</summary>
    public DateTimeOffset? OutboxBefore { get; init; }

    /// <summary>Only documents that are resources.</summary>
    public bool ResourcesOnly { get; init; }

    /// <summary>Most documents a page, 1 to 1,000.</summary>
    public int PageSize { get; init; } = 100;
}

/// <summary>
/// One page of a query, which may be empty though it is not the last. Documents that change while the pages are read
/// may be seen twice or not at all.
/// </summary>
public sealed record StorePage(
    StoreStatus Status,
    IReadOnlyList<StoreItem> Items,
    string? Continuation)
{
    public string? Reason { get; init; }
}

/// <summary>One found document.</summary>
public sealed record StoreItem(ActorKey Key, object Document, DocumentColumns Columns, string ETag);

/// <summary>Documents under keys, with optimistic concurrency.</summary>
public interface IStateStore
{
    ValueTask<StoreRead> Get(ActorKey key, CancellationToken cancel = default);

    /// <summary>Inserts when <paramref name="ifMatch"/> is null (Conflict if it exists), else replaces it.</summary>
    ValueTask<StoreWrite> Put(
        ActorKey key, object document, DocumentColumns columns, string? ifMatch, CancellationToken cancel = default);

    /// <summary>Deletes that very version.</summary>
    ValueTask<StoreWrite> Delete(ActorKey key, string ifMatch, CancellationToken cancel = default);

    /// <summary>One page; <paramref name="continuation"/> is what the page before said, null for the first.</summary>
    ValueTask<StorePage> Query(StoreQuery query, string? continuation = null, CancellationToken cancel = default);
}
