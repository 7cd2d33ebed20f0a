using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Queues;

/// <summary>The shared store: slow at times, and failing before or after the write.</summary>
internal sealed class QueueStore(QueueWorld world) : IStateStore
{
    private readonly MemoryStateStore _store = world.Documents;

    public ValueTask<StoreRead> Get(ActorKey key, CancellationToken cancel = default)
    {
        if (world.Chance.Hits(Fault.StoreBefore)) return new(new StoreRead(StoreStatus.Transient));
        return world.Chance.Hits(Fault.StoreSlow)
            ? Slowly(() => _store.Get(key, cancel).Result)
            : _store.Get(key, cancel);
    }

    public ValueTask<StoreWrite> Put(
        ActorKey key, object document, DocumentColumns columns, string? ifMatch, CancellationToken cancel = default) =>
        Write(() =>
        {
            var before = world.Queue;
            var write = _store.Put(key, document, columns, ifMatch, cancel).Result;
            if (write.Status == StoreStatus.Ok && document is ActorDocument { State: QueueState after })
                world.Watch.Saved(before, after);
            return write;
        });

    public ValueTask<StoreWrite> Delete(ActorKey key, string ifMatch, CancellationToken cancel = default) =>
        Write(() => _store.Delete(key, ifMatch, cancel).Result);

    public ValueTask<StorePage> Query(
        StoreQuery query, string? continuation = null, CancellationToken cancel = default) =>
        _store.Query(query, continuation, cancel);

    private ValueTask<StoreWrite> Write(Func<StoreWrite> write)
    {
        if (world.Writes++ == world.Faults.FailWrite || world.Chance.Hits(Fault.StoreBefore))
            return new(new StoreWrite(StoreStatus.Transient));
        if (world.Chance.Hits(Fault.StoreConflict)) return new(new StoreWrite(StoreStatus.Conflict));
        if (world.Chance.Hits(Fault.StoreSlow)) return Slowly(write);
        var written = write();
        if (written.Status == StoreStatus.Ok && world.Chance.Hits(Fault.StoreAfter))
            return new(new StoreWrite(StoreStatus.Transient));
        return new(written);
    }

    private ValueTask<T> Slowly<T>(Func<T> work)
    {
        var answer = new TaskCompletionSource<T>();
        world.Events.After(world.Chance.Between(1, 60), () =>
        {
            var result = work();
            world.Events.After(world.Chance.Between(1, 60), () => answer.SetResult(result));
        });
        return new(answer.Task);
    }
}
