using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.RouteTesting;

/// <summary>The memory store, with the faults of a test.</summary>
internal sealed class FaultyStore(SipTestFaults faults) : IStateStore
{
    private readonly MemoryStateStore _store = new();

    /// <summary>How many saves were tried.</summary>
    public int Saves { get; private set; }

    public ValueTask<StoreRead> Get(ActorKey key, CancellationToken cancel = default) => _store.Get(key, cancel);

    public ValueTask<StoreWrite> Put(
        ActorKey key, object document, DocumentColumns columns, string? ifMatch, CancellationToken cancel = default)
    {
        Saves++;
        if (Saves == faults.DieBeforeSave) throw new DeathException();
        if (Saves == faults.ConflictAtSave) return new(new StoreWrite(StoreStatus.Conflict));
        return _store.Put(key, document, columns, ifMatch, cancel);
    }

    public ValueTask<StoreWrite> Delete(ActorKey key, string ifMatch, CancellationToken cancel = default) =>
        _store.Delete(key, ifMatch, cancel);

    public ValueTask<StorePage> Query(
        StoreQuery query, string? continuation = null, CancellationToken cancel = default) =>
        _store.Query(query, continuation, cancel);

    /// <summary>The hook between save and perform.</summary>
    public void AfterSave()
    {
        if (Saves == faults.DieAfterSave) throw new DeathException();
    }
}
