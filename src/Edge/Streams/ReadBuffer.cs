using System.Buffers;

namespace ServerlessSip.Edge.Streams;

/// <summary>
/// The received and not yet consumed bytes of one connection, in a pooled array that is given back whenever it is
/// empty.
/// </summary>
internal struct ReadBuffer(int firstBytes)
{
    private byte[]? _array;
    private int _start;
    private int _end;

    public readonly bool IsEmpty => _start == _end;
    public readonly ReadOnlySpan<byte> Filled => _array.AsSpan(_start, _end - _start);

    /// <summary>Room for the next bytes, at least one.</summary>
    public Memory<byte> Free()
    {
        _array ??= ArrayPool<byte>.Shared.Rent(firstBytes);
        return _array.AsMemory(_end);
    }

    public void Fill(int count) => _end += count;

    public void Consume(int count)
    {
        _start += count;
        if (_start != _end) return;
        _start = _end = 0;
    }

    /// <summary>Makes room behind what waits; false when a message would be larger than the limit.</summary>
    public bool Grow(int maxBytes)
    {
        if (_array is null) return true;
        if (IsEmpty)
        {
            Return();
            return true;
        }
        var used = _end - _start;
        if (_start > 0)
        {
            _array.AsSpan(_start, used).CopyTo(_array);
            (_start, _end) = (0, used);
        }
        if (_end < _array.Length) return true;
        if (used > maxBytes) return false;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(_array.Length * 2, maxBytes + 1));
        _array.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
        return true;
    }

    public void Return()
    {
        if (_array is not null) ArrayPool<byte>.Shared.Return(_array);
        (_array, _start, _end) = (null, 0, 0);
    }
}
