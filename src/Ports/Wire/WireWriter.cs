using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace ServerlessSip.Ports.Wire;

/// <summary>Writes the values of the wire forms: numbers low byte first, texts and bytes behind their length.</summary>
internal sealed class WireWriter(int capacity)
{
    private byte[] _buffer = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void Byte(byte value) => Room(1)[0] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Room(2), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Room(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);

    public void UInt128(UInt128 value) => BinaryPrimitives.WriteUInt128LittleEndian(Room(16), value);

    /// <summary>In ticks of UTC; nothing is 0.</summary>
    public void Instant(DateTimeOffset? value) => Int64(value?.UtcTicks ?? 0);

    public void Key(ActorKey value)
    {
        Byte((byte)value.Kind);
        UInt128(value.Hash);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        value.CopyTo(Room(value.Length));
    }

    /// <summary>At most 65,534 bytes of UTF-8; nothing is told from the empty text.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            UInt16(ushort.MaxValue);
            return;
        }
        var length = Encoding.UTF8.GetByteCount(value);
        UInt16(checked((ushort)length));
        Encoding.UTF8.GetBytes(value, Room(length));
    }

    public void EndPoint(IPEndPoint? value) => Text(value?.ToString());

    public void Flow(Flow? value)
    {
        Byte(value is null ? (byte)0 : (byte)1);
        if (value is null) return;
        Text(value.Relay);
        Byte((byte)value.Transport);
        Int32(value.Listener);
        EndPoint(value.Remote);
        UInt64(value.BootNonce);
        Int64(value.Connection);
    }

    private Span<byte> Room(int bytes)
    {
        var end = Length + bytes;
        if (end > _buffer.Length) Array.Resize(ref _buffer, Math.Max(end, 2 * _buffer.Length));
        var room = _buffer.AsSpan(Length, bytes);
        Length = end;
        return room;
    }
}
