namespace ServerlessSip.Edge.Streams;

/// <summary>
/// What waits to be written to one connection, bounded in bytes. Not thread-safe: its connection locks.
/// </summary>
internal sealed class WriteQueue(int maxBytes)
{
    private readonly Queue<(ReadOnlyMemory<byte> Bytes, object? Token)> _waiting = new();
    private int _bytes;

    public int Count => _waiting.Count;

    public bool TryAdd(ReadOnlyMemory<byte> bytes, object? token)
    {
        if (_bytes + bytes.Length > maxBytes) return false;
        _bytes += bytes.Length;
        _waiting.Enqueue((bytes, token));
        return true;
    }

    public bool TryPeek(out ReadOnlyMemory<byte> bytes)
    {
        var found = _waiting.TryPeek(out var next);
        bytes = next.Bytes;
        return found;
    }

    public object? Remove()
    {
        var (bytes, token) = _waiting.Dequeue();
        _bytes -= bytes.Length;
        return token;
    }
}
