using ServerlessSip.Ports;

namespace ServerlessSip.Tables;

/// <summary>What came of one request to a table service.</summary>
public sealed record EntityReply(StoreStatus Status)
{
    /// <summary>The entity of a get that found one; null else.</summary>
    public EntityProperties? Entity { get; init; }

    public string? ETag { get; init; }

    /// <summary>
    /// Whether an earlier try of the same request may have been performed: then a conflict may be its echo.
    /// </summary>
    public bool Retried { get; init; }

    /// <summary>One line; null when it went well.</summary>
    public string? Reason { get; init; }
}

/// <summary>One page of a query.</summary>
public sealed record EntityPage(StoreStatus Status, IReadOnlyList<StoredEntity> Entities, string? Continuation)
{
    public string? Reason { get; init; }
}

/// <summary>
/// One table of a table service, by whatever client; it never throws for what network or service do.
/// </summary>
public interface IEntityTable
{
    ValueTask<EntityReply> Get(ActorKey key, CancellationToken cancel);

    /// <summary>Conflict when the entity exists.</summary>
    ValueTask<EntityReply> Insert(EntityProperties entity, CancellationToken cancel);

    /// <summary>Replaces that very version, leaving no property of it behind; never inserts.</summary>
    ValueTask<EntityReply> Replace(ActorKey key, EntityProperties entity, string etag, CancellationToken cancel);

    ValueTask<EntityReply> Delete(ActorKey key, string etag, CancellationToken cancel);

    ValueTask<EntityPage> List(StoreQuery query, string? continuation, CancellationToken cancel);
}
