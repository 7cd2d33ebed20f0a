using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Messages;

/// <summary>
/// Enumerates the comma-separated values of all fields of one name, without allocation. A header that is no list
/// (Subject, Date, Authorization and the like, RFC 3261 §7.3.1) has one value a field.
/// </summary>
public ref struct HeaderValues
{
    private readonly SipMessage? _message;
    private readonly HeaderName _name;
    private int _left;
    private int _field;
    private int _position;
    private ReadOnlyMemory<byte> _current;

    internal HeaderValues(SipMessage message, HeaderName name, int max)
    {
        _message = message;
        _name = name;
        _left = max;
        _field = -1;
        _position = int.MaxValue;
    }

    public readonly HeaderValues GetEnumerator() => this;

    /// <summary>The value as written, surrounding white space removed.</summary>
    public readonly ReadOnlyMemory<byte> Current => _current;

    /// <summary>The field that <see cref="Current"/> is of.</summary>
    internal readonly int Field => _field;

    public bool MoveNext()
    {
        if (_message is null || _left == 0) return false;
        while (!TryRead(_message))
        {
            _field = _message.Index.Next(_name, _field + 1);
            if (_field < 0)
            {
                _left = 0;
                return false;
            }

            _position = 0;
        }

        _left--;
        return true;
    }

    private bool TryRead(SipMessage message)
    {
        if (_position == int.MaxValue) return false;
        var field = message.Value(message.Fields[_field]);
        if (!ListHeaders.IsList(_name))
        {
            _position = int.MaxValue;
            _current = field;
            return !field.IsEmpty;
        }

        if (!ListSplitter.TryNext(field.Span, ref _position, out var start, out var length)) return false;
        _current = field.Slice(start, length);
        return true;
    }
}
