using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ServerlessSip.Ports;

namespace ServerlessSip.Tables;

/// <summary>Documents in one table, one entity each: the store of both editions.</summary>
/// <param name="unreadable">Hears of an entity that a query leaves out: its partition key and why.</param>
public sealed class TableStateStore(IEntityTable table, IDocumentCodec codec, Action<string?, string?> unreadable)
    : IStateStore
{
    public async ValueTask<StoreRead> Get(ActorKey key, CancellationToken cancel = default)
    {
        var reply = await table.Get(key, cancel);
        if (reply.Status != StoreStatus.Ok) return new StoreRead(reply.Status) { Reason = reply.Reason };
        return TryDecode(reply.Entity!, reply.ETag, out var item, out var reason)
            ? new StoreRead(StoreStatus.Ok, item!.Document, item.ETag)
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

        var reply = ifMatch is null
            ? await table.Insert(entity, cancel)
            : await table.Replace(key, entity, ifMatch, cancel);
        // RFC 9110 §13.1.1: a retried request may find that its own first try succeeded.
        if (reply is { Retried: true, Status: StoreStatus.Conflict })
            return await ReadEcho(key, operation, reply, cancel);
        return new StoreWrite(reply.Status, reply.ETag) { Reason = reply.Reason };
    }

    public async ValueTask<StoreWrite> Delete(ActorKey key, string ifMatch, CancellationToken cancel = default)
    {
        var reply = await table.Delete(key, ifMatch, cancel);
        // Gone after a retry: the first try deleted it.
        if (reply is { Retried: true, Status: StoreStatus.NotFound }) return new StoreWrite(StoreStatus.Ok);
        return new StoreWrite(reply.Status) { Reason = reply.Reason };
    }

    public async ValueTask<StorePage> Query(
        StoreQuery query, string? continuation = null, CancellationToken cancel = default)
    {
        var page = await table.List(query, continuation, cancel);
        if (page.Status != StoreStatus.Ok) return new StorePage(page.Status, [], null) { Reason = page.Reason };
        var items = new List<StoreItem>(page.Entities.Count);
        foreach (var entity in page.Entities)
        {
            if (TryDecode(entity.Properties, entity.ETag, out var item, out var reason)) items.Add(item!);
            else unreadable(entity.Properties.Text(EntityNames.PartitionKey), reason);
        }
        return new StorePage(StoreStatus.Ok, items, page.Continuation);
    }

    private async ValueTask<StoreWrite> ReadEcho(
        ActorKey key, UInt128 operation, EntityReply conflict, CancellationToken cancel)
    {
        var reply = await table.Get(key, cancel);
        if (reply.Status is StoreStatus.Transient or StoreStatus.Fatal)
            return new StoreWrite(reply.Status) { Reason = reply.Reason };
        return reply.Entity?.Text(EntityNames.Operation) == EntityLayout.OperationText(operation)
            ? new StoreWrite(StoreStatus.Ok, reply.ETag)
            : new StoreWrite(StoreStatus.Conflict) { Reason = conflict.Reason };
    }

    private bool TryDecode(EntityProperties entity, string? etag, out StoreItem? item, out string? reason)
    {
        item = null;
        if (!EntityLayout.TryRead(entity, out var stored, out reason)) return false;
        if (!codec.TryDecode(stored!.Key.Kind, stored.Version, stored.Bytes, out var document, out reason))
            return false;
        item = new StoreItem(stored.Key, document!, stored.Columns, etag ?? "");
        return true;
    }

    private static UInt128 NewOperation()
    {
        Span<UInt128> operation = stackalloc UInt128[1];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(operation));
        return operation[0];
    }
}
