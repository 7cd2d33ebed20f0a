using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>
/// Which saved documents this process knows to have performed. A table of 64-bit fingerprints, one a slot: bounded,
/// free of locks, and when a slot is taken by another the outbox is merely performed once more, which is safe.
/// </summary>
internal sealed class PerformedSet
{
    private const int Slots = 1 << 16;
    private readonly ulong[] _slots = new ulong[Slots];

    public void Add(ActorKey key, string etag) => Volatile.Write(ref Slot(key), Fingerprint(key, etag));

    public bool Contains(ActorKey key, string etag) => Volatile.Read(ref Slot(key)) == Fingerprint(key, etag);

    private ref ulong Slot(ActorKey key) => ref _slots[(int)((ulong)key.Hash ^ (ulong)key.Kind) & (Slots - 1)];

    /// <summary>FNV-1a over the key and the version; never 0, which marks an empty slot.</summary>
    private static ulong Fingerprint(ActorKey key, string etag)
    {
        const ulong prime = 0x100000001B3;
        var hash = 0xCBF29CE484222325UL;
        hash = (hash ^ (ulong)key.Hash) * prime;
        hash = (hash ^ (ulong)(key.Hash >> 64)) * prime;
        hash = (hash ^ (ulong)key.Kind) * prime;
        foreach (var c in etag) hash = (hash ^ c) * prime;
        return hash | 1;
    }
}
