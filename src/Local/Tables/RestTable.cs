using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tables;

/// <summary>One table of Table Storage or Azurite over its REST protocol.</summary>
internal sealed class RestTable(TableStoreOptions options) : IEntityTable
{
    private const int UsualBodyBytes = 8 * 1024;

    private readonly TableConnection _connection = new(options);

    public async ValueTask<EntityReply> Get(ActorKey key, CancellationToken cancel)
    {
        var reply = await _connection.Send(TableRequest.Get(_connection.Table, key), cancel);
        if (reply.Outcome != StoreStatus.Ok) return Plain(reply);
        if (EntityReader.Read(reply.Body.Span) is not { } entity)
            return new EntityReply(StoreStatus.Transient) { Reason = "the answer is not an entity" };
        return Plain(reply) with { Entity = entity.Properties, ETag = reply.ETag ?? entity.ETag };
    }

    public ValueTask<EntityReply> Insert(EntityProperties entity, CancellationToken cancel) =>
        Write(entity, body => TableRequest.Insert(_connection.Table, body), cancel);

    public ValueTask<EntityReply> Replace(
        ActorKey key, EntityProperties entity, string etag, CancellationToken cancel) =>
        Write(entity, body => TableRequest.Replace(_connection.Table, key, body, etag), cancel);

    public async ValueTask<EntityReply> Delete(ActorKey key, string etag, CancellationToken cancel) =>
        Plain(await _connection.Send(TableRequest.Delete(_connection.Table, key, etag), cancel));

    public async ValueTask<EntityPage> List(StoreQuery query, string? continuation, CancellationToken cancel)
    {
        var reply = await _connection.Send(TableRequest.List(_connection.Table, query, continuation), cancel);
        if (reply.Outcome != StoreStatus.Ok) return new EntityPage(reply.Outcome, [], null) { Reason = reply.Reason };
        return EntityReader.ReadPage(reply.Body.Span) is { } entities
            ? new EntityPage(StoreStatus.Ok, entities, reply.Continuation)
            : new EntityPage(StoreStatus.Transient, [], null) { Reason = "the answer is not a page" };
    }

    private async ValueTask<EntityReply> Write(
        EntityProperties entity, Func<ReadOnlyMemory<byte>, TableRequest> request, CancellationToken cancel)
    {
        var body = new PooledBuffer(UsualBodyBytes);
        EntityWriter.Write(body, entity);
        var reply = await _connection.Send(request(body.Written), cancel);
        // After a try that was given up, its socket may still read the buffer: that one is left to the collector.
        if (reply is { Outcome: StoreStatus.Ok, Retried: false }) body.Return();
        return Plain(reply);
    }

    private static EntityReply Plain(TableReply reply) => new(reply.Outcome)
    {
        ETag = reply.ETag,
        Retried = reply.Retried,
        Reason = reply.Reason,
    };
}
