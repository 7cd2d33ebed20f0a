using System.Runtime.InteropServices;

namespace ServerlessSip.Engine.Documents;

/// <summary>The byte arrays of one document being written: each is stored once, whoever refers to it.</summary>
internal sealed class BlobWriter
{
    /// <summary>The table of the document that this thread is writing; converters have no other way to it.</summary>
    [ThreadStatic]
    private static BlobWriter? t_current;

    private readonly Dictionary<(byte[] Array, int Offset, int Length), int> _known = [];
    private readonly List<ReadOnlyMemory<byte>> _blobs = [];

    public static BlobWriter Current
    {
        get => t_current ?? throw new InvalidOperationException("no document is being written on this thread");
        set => t_current = value;
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Blobs => _blobs;

    /// <summary>All bytes of the blobs, each with the four bytes of its length.</summary>
    public int Size { get; private set; }

    public int Add(ReadOnlyMemory<byte> bytes)
    {
        if (!MemoryMarshal.TryGetArray(bytes, out var part)) part = bytes.ToArray();
        var place = bytes.IsEmpty ? ([], 0, 0) : (part.Array!, part.Offset, part.Count);
        if (_known.TryGetValue(place, out var index)) return index;
        _known.Add(place, _blobs.Count);
        _blobs.Add(bytes);
        Size += sizeof(int) + bytes.Length;
        return _blobs.Count - 1;
    }
}
