using ServerlessSip.Ports;

namespace ServerlessSip.Local.Recording;

/// <summary>A store that tells a recorder whose phones were read.</summary>
internal sealed class RecordingStore(IStateStore store, CallRecorder recorder) : IStateStore
{
    public async ValueTask<StoreRead> Get(ActorKey key, CancellationToken cancel = default)
    {
        var read = await store.Get(key, cancel);
        if (key.Kind == ActorKind.Location) recorder.Learn(read.Document);
        return read;
    }

    public ValueTask<StoreWrite> Put(
        ActorKey key, object document, DocumentColumns columns, string? ifMatch, CancellationToken cancel = default) =>
        store.Put(key, document, columns, ifMatch, cancel);

    public ValueTask<StoreWrite> Delete(ActorKey key, string ifMatch, CancellationToken cancel = default) =>
        store.Delete(key, ifMatch, cancel);

    public ValueTask<StorePage> Query(
        StoreQuery query, string? continuation = null, CancellationToken cancel = default) =>
        store.Query(query, continuation, cancel);
}
