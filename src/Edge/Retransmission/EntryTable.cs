using System.Diagnostics.CodeAnalysis;

namespace ServerlessSip.Edge.Retransmission;

/// <summary>Entries of one sort by their key, looked up without making the key.</summary>
internal sealed class EntryTable<T> where T : TimedEntry
{
    private readonly Dictionary<byte[], T> _entries = new(ByteKeyComparer.Instance);
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public EntryTable() => _lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out T? entry) => _lookup.TryGetValue(key, out entry);

    public void Add(T entry) => _entries.Add(entry.Key, entry);

    /// <summary>Removes this very entry; false when another or none stands under its key.</summary>
    public bool Remove(T entry) =>
        _entries.TryGetValue(entry.Key, out var found) && found == entry && _entries.Remove(entry.Key);
}
