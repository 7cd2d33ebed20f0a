using System.Globalization;
using System.Text;

namespace ServerlessSip.Sip.Messages;

/// <summary>
/// Takes what is written; over no destination it only counts, so that one array of the right length can be made.
/// </summary>
internal ref struct ByteSink
{
    private readonly Span<byte> _destination;
    private readonly bool _counts;

    /// <summary>Bytes written or counted.</summary>
    public int Length { get; private set; }

    private ByteSink(Span<byte> destination, bool counts)
    {
        _destination = destination;
        _counts = counts;
    }

    public static ByteSink Counting() => new(default, true);

    public static ByteSink Into(Span<byte> destination) => new(destination, false);

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        if (!_counts) bytes.CopyTo(_destination[Length..]);
        Length += bytes.Length;
    }

    public void Write(string text)
    {
        Length += _counts ? Encoding.UTF8.GetByteCount(text) : Encoding.UTF8.GetBytes(text, _destination[Length..]);
    }

    public void Write(uint number)
    {
        Span<byte> digits = stackalloc byte[10];
        number.TryFormat(digits, out var count, provider: CultureInfo.InvariantCulture);
        Write(digits[..count]);
    }

    /// <summary>A whole line with the name's long form.</summary>
    public void WriteLine(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        Write(name);
        Write(": "u8);
        Write(value);
        Write("\r\n"u8);
    }
}
