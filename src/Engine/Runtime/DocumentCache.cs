using System.Collections.Concurrent;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>
/// The documents that this process wrote last, so that the next input of an actor needs no read. A decision made on
/// one counts only if its save proves that nobody else wrote meanwhile. Bounded: when it is full it starts anew.
/// </summary>
public sealed class DocumentCache(int capacity)
{
    private readonly ConcurrentDictionary<ActorKey, (ActorDocument Document, string ETag)> _documents = new();

    /// <summary>Hands a document out once; only a save brings it back.</summary>
    internal StoreRead? Take(ActorKey key) => _documents.TryRemove(key, out var kept)
        ? new StoreRead(StoreStatus.Ok, kept.Document, kept.ETag)
        : null;

    internal void Keep(ActorDocument document, string etag)
    {
        if (_documents.Count >= capacity) _documents.Clear();
        _documents[document.Key] = (document, etag);
    }
}
