using ServerlessSip.Ports;

namespace ServerlessSip.Local.Tests.Several;

/// <summary>The shared store as one engine sees it.</summary>
internal sealed class EngineStore(IStateStore shared, TestEngine engine) : IStateStore
{
    public ValueTask<StoreRead> Get(ActorKey key, CancellationToken cancel = default) => shared.Get(key, cancel);

    public async ValueTask<StoreWrite> Put(
        ActorKey key, object document, DocumentColumns columns, string? ifMatch, CancellationToken cancel = default)
    {
        await engine.BeforeSave();
        return Seen(await shared.Put(key, document, columns, ifMatch, cancel));
    }

    public async ValueTask<StoreWrite> Delete(ActorKey key, string ifMatch, CancellationToken cancel = default) =>
        Seen(await shared.Delete(key, ifMatch, cancel));

    public ValueTask<StorePage> Query(
        StoreQuery query, string? continuation = null, CancellationToken cancel = default) =>
        shared.Query(query, continuation, cancel);

    private StoreWrite Seen(StoreWrite write)
    {
        if (write.Status == StoreStatus.Conflict) engine.Conflicts++;
        return write;
    }
}
