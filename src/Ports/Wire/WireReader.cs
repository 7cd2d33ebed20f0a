using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace ServerlessSip.Ports.Wire;

/// <summary>
/// Reads what <see cref="WireWriter"/> wrote. It never throws: what is missing or wrong reads as nothing, and
/// <see cref="IsBroken"/> stays set.
/// </summary>
internal ref struct WireReader(ReadOnlyMemory<byte> bytes)
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public bool IsBroken { get; private set; }

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1) is { IsEmpty: false } part ? part[0] : (byte)0;

    public ushort UInt16() =>
        Take(2) is { IsEmpty: false } part ? BinaryPrimitives.ReadUInt16LittleEndian(part) : default;

    public int Int32() => Take(4) is { IsEmpty: false } part ? BinaryPrimitives.ReadInt32LittleEndian(part) : default;

    public long Int64() => Take(8) is { IsEmpty: false } part ? BinaryPrimitives.ReadInt64LittleEndian(part) : default;

    public ulong UInt64() =>
        Take(8) is { IsEmpty: false } part ? BinaryPrimitives.ReadUInt64LittleEndian(part) : default;

    public UInt128 UInt128() =>
        Take(16) is { IsEmpty: false } part ? BinaryPrimitives.ReadUInt128LittleEndian(part) : default;

    public DateTimeOffset? Instant()
    {
        var ticks = Int64();
        if (ticks is >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks)
            return ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
        IsBroken = true;
        return null;
    }

    public ActorKey Key()
    {
        var kind = (ActorKind)Byte();
        // What no version of ours has written has no name either, not even in a log.
        if (!ActorKey.IsKind(kind)) (kind, IsBroken) = (ActorKind.None, true);
        return new ActorKey(kind, UInt128());
    }

    /// <summary>A part of the bytes that are being read; nothing is copied.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Int32();
        if (length < 0 || length > _rest.Length)
        {
            IsBroken = true;
            return default;
        }
        var part = _rest[..length];
        _rest = _rest[length..];
        return part;
    }

    public string? Text()
    {
        var length = UInt16();
        return length == ushort.MaxValue || IsBroken ? null : Encoding.UTF8.GetString(Take(length));
    }

    /// <summary>A text that must be there.</summary>
    public string TextOrBroken()
    {
        var text = Text();
        if (text is null) IsBroken = true;
        return text ?? "";
    }

    public IPEndPoint? EndPoint()
    {
        if (Text() is not { } text) return null;
        if (IPEndPoint.TryParse(text, out var value)) return value;
        IsBroken = true;
        return null;
    }

    public Flow? Flow()
    {
        if (Byte() == 0) return null;
        var relay = TextOrBroken();
        var transport = (SipTransport)Byte();
        var listener = Int32();
        var remote = EndPoint();
        if (remote is null) IsBroken = true;
        return new Flow
        {
            Relay = relay,
            Transport = transport,
            Listener = listener,
            Remote = remote ?? new IPEndPoint(IPAddress.None, 0),
            BootNonce = UInt64(),
            Connection = Int64(),
        };
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (bytes > _rest.Length)
        {
            IsBroken = true;
            _rest = default;
            return default;
        }
        var part = _rest.Span[..bytes];
        _rest = _rest[bytes..];
        return part;
    }
}
