using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Simulation.World;

/// <summary>The shared store as one engine sees it: slow at times, and failing before or after the write.</summary>
internal sealed class SimStore(SimWorld world, SimEngine engine) : IStateStore
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
            if (world.Planted == Checks.Plant.SendBeforeSave) SendEarly(key, (ActorDocument)document);
            var write = _store.Put(key, document, columns, ifMatch, cancel).Result;
            if (write.Status == StoreStatus.Ok) world.Watch.Saved((ActorDocument)document, engine);
            return write;
        });

    public ValueTask<StoreWrite> Delete(ActorKey key, string ifMatch, CancellationToken cancel = default) => Write(() =>
    {
        var write = _store.Delete(key, ifMatch, cancel).Result;
        if (write.Status == StoreStatus.Ok) world.Watch.Deleted(key);
        return write;
    });

    public ValueTask<StorePage> Query(
        StoreQuery query, string? continuation = null, CancellationToken cancel = default) =>
        _store.Query(query, continuation, cancel);

    private ValueTask<StoreWrite> Write(Func<StoreWrite> write)
    {
        if (world.Writes++ == world.FailWrite || world.Chance.Hits(Fault.StoreBefore))
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

    private void SendEarly(ActorKey key, ActorDocument document)
    {
        var life = world.Settings.Limits.TransactionLife;
        var commands = RelayCommands.Of(key, document.Outbox, world.TrueNow, life);
        if (commands.Length > 0) world.Bus.Send(commands);
    }
}
