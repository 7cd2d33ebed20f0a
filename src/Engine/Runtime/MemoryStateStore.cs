using System.Globalization;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>
/// Documents in the memory of this process: the objects themselves, in shards by key so that writers seldom meet and a
/// query sorts one shard at a time. Always completes synchronously.
/// </summary>
public sealed class MemoryStateStore : IStateStore
{
    private const int ShardCount = 256;
    private readonly Dictionary<ActorKey, StoreItem>[] _shards = new Dictionary<ActorKey, StoreItem>[ShardCount];
    private long _lastVersion;

    public MemoryStateStore()
    {
        for (var i = 0; i < ShardCount; i++) _shards[i] = [];
    }

    /// <summary>How many documents there are.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var shard in _shards)
                lock (shard) count += shard.Count;
            return count;
        }
    }

    public ValueTask<StoreRead> Get(ActorKey key, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var shard = Shard(key);
        lock (shard)
        {
            return new(shard.TryGetValue(key, out var item)
                ? new StoreRead(StoreStatus.Ok, item.Document, item.ETag)
                : new StoreRead(StoreStatus.NotFound));
        }
    }

    public ValueTask<StoreWrite> Put(
        ActorKey key, object document, DocumentColumns columns, string? ifMatch, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var etag = Interlocked.Increment(ref _lastVersion).ToString(CultureInfo.InvariantCulture);
        var item = new StoreItem(key, document, columns, etag);
        var shard = Shard(key);
        lock (shard)
        {
            var exists = shard.TryGetValue(key, out var present);
            if (ifMatch is null ? exists : exists && present!.ETag != ifMatch)
                return new(new StoreWrite(StoreStatus.Conflict));
            if (ifMatch is not null && !exists) return new(new StoreWrite(StoreStatus.NotFound));
            shard[key] = item;
        }
        return new(new StoreWrite(StoreStatus.Ok, etag));
    }

    public ValueTask<StoreWrite> Delete(ActorKey key, string ifMatch, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var shard = Shard(key);
        lock (shard)
        {
            if (!shard.TryGetValue(key, out var present)) return new(new StoreWrite(StoreStatus.NotFound));
            if (present.ETag != ifMatch) return new(new StoreWrite(StoreStatus.Conflict));
            shard.Remove(key);
        }
        return new(new StoreWrite(StoreStatus.Ok));
    }

    public ValueTask<StorePage> Query(
        StoreQuery query, string? continuation = null, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var after = default(ActorKey);
        if (continuation is not null && !ActorKey.TryParse(continuation, out after))
            return new(new StorePage(StoreStatus.Fatal, [], null));
        var size = Math.Clamp(query.PageSize, 1, 1_000);
        var found = new List<StoreItem>();
        var first = continuation is null ? 0 : ShardOf(after);
        for (var i = first; i < ShardCount && found.Count <= size; i++)
        {
            var start = found.Count;
            lock (_shards[i])
            {
                foreach (var item in _shards[i].Values)
                    if (Matches(query, item) && (continuation is null || item.Key.Hash > after.Hash)) found.Add(item);
            }
            found.Sort(start, found.Count - start, ByHash.Instance);
        }
        return new(Page(found, size));
    }

    private static StorePage Page(List<StoreItem> found, int size)
    {
        if (found.Count <= size) return new StorePage(StoreStatus.Ok, found, null);
        var items = found.GetRange(0, size);
        return new StorePage(StoreStatus.Ok, items, items[^1].Key.ToString());
    }

    private static bool Matches(StoreQuery query, StoreItem item) =>
        item.Key.Kind == query.Kind
        && (query.DueBefore is null || item.Columns.DueAt < query.DueBefore)
        && (query.OutboxBefore is null || item.Columns.OutboxAt < query.OutboxBefore)
        && (!query.ResourcesOnly || item.Columns.Resource is not null);

    /// <summary>By the highest bits, so that the shards are in the order of the keys.</summary>
    private static int ShardOf(ActorKey key) => (int)(key.Hash >> 120);

    private Dictionary<ActorKey, StoreItem> Shard(ActorKey key) => _shards[ShardOf(key)];

    private sealed class ByHash : IComparer<StoreItem>
    {
        public static readonly ByHash Instance = new();

        public int Compare(StoreItem? x, StoreItem? y) => x!.Key.Hash.CompareTo(y!.Key.Hash);
    }
}
