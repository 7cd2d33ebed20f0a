using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tables;

/// <summary>Documents in one table of Table Storage or Azurite, one entity each.</summary>
internal sealed partial class TableStore(TableStoreOptions options, IDocumentCodec codec, ILogger<TableStore> log)
    : IStateStore
{
    private const int UsualBodyBytes = 8 * 1024;

    private readonly TableConnection _connection = new(options);

    public async ValueTask<StoreRead> Get(ActorKey key, CancellationToken cancel = default)
    {
        var reply = await _connection.Send(TableRequest.Get(_connection.Table, key), cancel);
        if (reply.Outcome != StoreStatus.Ok) return new StoreRead(reply.Outcome) { Reason = reply.Reason };
        if (EntityReader.Read(reply.Body.Span) is not { } entity)
            return new StoreRead(StoreStatus.Transient) { Reason = "the answer is not an entity" };
        return TryDecode(entity, out var item, out var reason)
            ? new StoreRead(StoreStatus.Ok, item!.Document, reply.ETag ?? item.ETag)
            : new StoreRead(StoreStatus.Fatal) { Reason = reason };
    }

    public async ValueTask<StoreWrite> Put(
        ActorKey key, object document, DocumentColumns columns, string? ifMatch, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var stored = new StoredDocument
        {
            Key = key,
            Version = codec.Version,
            Bytes = codec.Encode(document),
            Columns = columns,
        };
        var operation = NewOperation();
        if (!EntityLayout.TryWrite(stored, operation, out var entity, out var reason))
            return new StoreWrite(StoreStatus.Fatal) { Reason = reason };

        var reply = await Write(key, entity, ifMatch, cancel);
        // RFC 9110 §13.1.1: a retried request may find that its own first try succeeded.
        if (reply is { Retried: true, Outcome: StoreStatus.Conflict })
            return await ReadEcho(key, operation, reply, cancel);
        return new StoreWrite(reply.Outcome, reply.ETag) { Reason = reply.Reason };
    }

    public async ValueTask<StoreWrite> Delete(ActorKey key, string ifMatch, CancellationToken cancel = default)
    {
        var reply = await _connection.Send(TableRequest.Delete(_connection.Table, key, ifMatch), cancel);
        // Gone after a retry: the first try deleted it.
        if (reply is { Retried: true, Outcome: StoreStatus.NotFound }) return new StoreWrite(StoreStatus.Ok);
        return new StoreWrite(reply.Outcome) { Reason = reply.Reason };
    }

    public async ValueTask<StorePage> Query(
        StoreQuery query, string? continuation = null, CancellationToken cancel = default)
    {
        var reply = await _connection.Send(TableRequest.List(_connection.Table, query, continuation), cancel);
        if (reply.Outcome != StoreStatus.Ok) return new StorePage(reply.Outcome, [], null) { Reason = reply.Reason };
        if (EntityReader.ReadPage(reply.Body.Span) is not { } entities)
            return new StorePage(StoreStatus.Transient, [], null) { Reason = "the answer is not a page" };

        var items = new List<StoreItem>(entities.Count);
        foreach (var entity in entities)
        {
            if (TryDecode(entity, out var item, out var reason)) items.Add(item!);
            else LogUnreadable(entity.Properties.Text(EntityNames.PartitionKey), reason);
        }
        return new StorePage(StoreStatus.Ok, items, reply.Continuation);
    }

    private async ValueTask<TableReply> Write(
        ActorKey key, EntityProperties entity, string? ifMatch, CancellationToken cancel)
    {
        var body = new PooledBuffer(UsualBodyBytes);
        EntityWriter.Write(body, entity);
        var reply = await _connection.Send(ifMatch is null
            ? TableRequest.Insert(_connection.Table, body.Written)
            : TableRequest.Replace(_connection.Table, key, body.Written, ifMatch), cancel);
        // After a try that was given up, its socket may still read the buffer: that one is left to the collector.
        if (reply is { Outcome: StoreStatus.Ok, Retried: false }) body.Return();
        return reply;
    }

    private async ValueTask<StoreWrite> ReadEcho(
        ActorKey key, UInt128 operation, TableReply conflict, CancellationToken cancel)
    {
        var reply = await _connection.Send(TableRequest.Get(_connection.Table, key), cancel);
        if (reply.Outcome is StoreStatus.Transient or StoreStatus.Fatal)
            return new StoreWrite(reply.Outcome) { Reason = reply.Reason };
        var entity = EntityReader.Read(reply.Body.Span);
        return entity?.Properties.Text(EntityNames.Operation) == EntityLayout.OperationText(operation)
            ? new StoreWrite(StoreStatus.Ok, reply.ETag ?? entity?.ETag)
            : new StoreWrite(StoreStatus.Conflict) { Reason = conflict.Reason };
    }

    private bool TryDecode(TableEntity entity, out StoreItem? item, out string? reason)
    {
        item = null;
        if (!EntityLayout.TryRead(entity.Properties, out var stored, out reason)) return false;
        if (!codec.TryDecode(stored!.Key.Kind, stored.Version, stored.Bytes, out var document, out reason))
            return false;
        item = new StoreItem(stored.Key, document!, stored.Columns, entity.ETag ?? "");
        return true;
    }

    private static UInt128 NewOperation()
    {
        Span<UInt128> operation = stackalloc UInt128[1];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(operation));
        return operation[0];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The entity {Key} cannot be read and is not listed: {Reason}")]
    private partial void LogUnreadable(string? key, string? reason);
}
