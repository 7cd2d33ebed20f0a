using Azure;
using Azure.Data.Tables;
using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.AzureAdapters.Tables;

/// <summary>One table of Table Storage by its client library. Inserts and replaces with ETags, never upserts.</summary>
public sealed class StorageTable(TableClient table, OperationCounts counts) : IEntityTable
{
    private const string ErrorCode = "x-ms-error-code";

    public ValueTask<EntityReply> Get(ActorKey key, CancellationToken cancel) => Send(Operation.TableRead, async () =>
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            key.ToString(), EntityLayout.DocumentRow, select: null, cancel);
        if (!found.HasValue) return Missing(found.GetRawResponse());
        return new EntityReply(StoreStatus.Ok)
        {
            Entity = StorageEntity.Read(found.Value!),
            ETag = found.Value!.ETag.ToString(),
        };
    }, cancel);

    public ValueTask<EntityReply> Insert(EntityProperties entity, CancellationToken cancel) =>
        Send(Operation.TableWrite, async () => Written(
            await table.AddEntityAsync(StorageEntity.Of(entity), cancel)), cancel);

    public ValueTask<EntityReply> Replace(
        ActorKey key, EntityProperties entity, string etag, CancellationToken cancel) =>
        Send(Operation.TableWrite, async () => Written(await table.UpdateEntityAsync(
            StorageEntity.Of(entity), new ETag(etag), TableUpdateMode.Replace, cancel)), cancel);

    public ValueTask<EntityReply> Delete(ActorKey key, string etag, CancellationToken cancel) =>
        Send(Operation.TableDelete, async () => Written(await table.DeleteEntityAsync(
            key.ToString(), EntityLayout.DocumentRow, new ETag(etag), cancel)), cancel);

    public async ValueTask<EntityPage> List(StoreQuery query, string? continuation, CancellationToken cancel)
    {
        var page = new EntityPage(StoreStatus.Ok, [], null);
        var size = Math.Clamp(query.PageSize, 1, 1000);
        var reply = await Send(Operation.TableQuery, async () =>
        {
            var pages = table.QueryAsync<TableEntity>(StoreFilter.Of(query), size, select: null, cancel)
                .AsPages(continuation, size);
            await foreach (var found in pages.WithCancellation(cancel))
            {
                var entities = found.Values.Select(e => new StoredEntity(StorageEntity.Read(e), e.ETag.ToString()));
                page = new EntityPage(StoreStatus.Ok, [.. entities], found.ContinuationToken);
                break;
            }
            return new EntityReply(StoreStatus.Ok);
        }, cancel);
        return reply.Status == StoreStatus.Ok ? page : new EntityPage(reply.Status, [], null) { Reason = reply.Reason };
    }

    /// <summary>Sends; when the table is missing, makes it and sends again.</summary>
    private async ValueTask<EntityReply> Send(
        Operation operation, Func<Task<EntityReply>> send, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var reply = await SendOnce(operation, send, cancel);
        if (reply.Reason != StoreFaults.TableNotFound) return reply;
        var made = await SendOnce(Operation.TableWrite, async () =>
        {
            await table.CreateIfNotExistsAsync(cancel);
            return new EntityReply(StoreStatus.Ok);
        }, cancel);
        return made.Status == StoreStatus.Ok ? await SendOnce(operation, send, cancel) : made;
    }

    private async Task<EntityReply> SendOnce(
        Operation operation, Func<Task<EntityReply>> send, CancellationToken cancel)
    {
        counts.Add(operation);
        var mark = RetryMark.Begin();
        try
        {
            return await send();
        }
        catch (RequestFailedException fault)
        {
            return new EntityReply(StoreFaults.Classify(fault.Status, fault.ErrorCode))
            {
                Retried = mark.Retried,
                Reason = fault.ErrorCode ?? fault.Message.ReplaceLineEndings(" "),
            };
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested
            && fault is AggregateException or IOException or TimeoutException or OperationCanceledException
                or Azure.Identity.AuthenticationFailedException)
        {
            // No answer came: the library tells several failed tries as an aggregate.
            return new EntityReply(StoreStatus.Transient)
            {
                Retried = mark.Retried,
                Reason = fault.Message.ReplaceLineEndings(" "),
            };
        }
    }

    private static EntityReply Written(Response response) =>
        new(StoreStatus.Ok) { ETag = response.Headers.ETag?.ToString() };

    /// <summary>The library answers any 404 so; the code, where it is told, says whether the table was meant.</summary>
    private static EntityReply Missing(Response? response)
    {
        if (response is null || !response.Headers.TryGetValue(ErrorCode, out var code))
            return new EntityReply(StoreStatus.NotFound);
        var status = StoreFaults.Classify(response.Status, code);
        return new EntityReply(status) { Reason = status == StoreStatus.NotFound ? null : code };
    }
}
