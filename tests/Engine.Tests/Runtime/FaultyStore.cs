using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime;

/// <summary>A memory store whose next answers a test may choose.</summary>
internal sealed class FaultyStore : IStateStore
{
    private readonly MemoryStateStore _inner = new();

    /// <summary>Answers to the next reads; then the store reads.</summary>
    public Queue<StoreRead> Reads { get; } = new();

    /// <summary>Answers to the next writes in place of writing; null writes.</summary>
    public Queue<StoreWrite?> Writes { get; } = new();

    /// <summary>Run before the next write, as another process would.</summary>
    public Action? BeforeWrite { get; set; }

    /// <summary>Whether the next failing write takes effect all the same.</summary>
    public bool WriteTakesEffect { get; set; }

    public int Puts { get; private set; }
    public int Deletes { get; private set; }
    public int Count => _inner.Count;

    public ValueTask<StoreRead> Get(ActorKey key, CancellationToken cancel = default) =>
        Reads.TryDequeue(out var read) ? new(read) : _inner.Get(key, cancel);

    public ValueTask<StoreWrite> Put(
        ActorKey key, object document, DocumentColumns columns, string? ifMatch, CancellationToken cancel = default)
    {
        Interfere();
        Puts++;
        if (!Writes.TryDequeue(out var answer) || answer is null)
            return _inner.Put(key, document, columns, ifMatch, cancel);
        if (WriteTakesEffect)
            Assert.Equal(StoreStatus.Ok, _inner.Put(key, document, columns, ifMatch, cancel).Result.Status);
        return new(answer.Value);
    }

    public ValueTask<StoreWrite> Delete(ActorKey key, string ifMatch, CancellationToken cancel = default)
    {
        Interfere();
        Deletes++;
        return Writes.TryDequeue(out var answer) && answer is { } given
            ? new(given) : _inner.Delete(key, ifMatch, cancel);
    }

    public ValueTask<StorePage> Query(
        StoreQuery query, string? continuation = null, CancellationToken cancel = default) =>
        _inner.Query(query, continuation, cancel);

    private void Interfere()
    {
        var act = BeforeWrite;
        BeforeWrite = null;
        act?.Invoke();
    }
}
