using System.Buffers;

namespace ServerlessSip.Local.Tables;

/// <summary>A growing buffer on pooled arrays.</summary>
internal sealed class PooledBuffer(int capacity) : IBufferWriter<byte>
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    internal ReadOnlyMemory<byte> Written => _array.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Gives the array back; the caller must know that nobody reads it any more.</summary>
    internal void Return()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        _length = 0;
    }

    private void Reserve(int sizeHint)
    {
        var wanted = Math.Max(sizeHint, 1);
        if (_array.Length - _length >= wanted) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_array.Length * 2, _length + wanted));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
