using System.Buffers;

namespace ServerlessSip.Sip.Parsing;

/// <summary>
/// Reads <c>;name=value</c> parameters, white space around the separators allowed. What is odd is noted and read on.
/// </summary>
internal ref struct ParameterReader(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;

    /// <summary>Where the name starts and ends in the text.</summary>
    public int NameStart;
    public int NameEnd;

    /// <summary>The value as written, a quoted string without its quotes.</summary>
    public int ValueStart;
    public int ValueEnd;
    public bool HasValue;

    /// <summary>Whether anything read so far is against the grammar.</summary>
    public bool IsMalformed;
    public int Count;

    public readonly ReadOnlySpan<byte> Name => _text[NameStart..NameEnd];
    public readonly ReadOnlySpan<byte> Value => _text[ValueStart..ValueEnd];

    /// <summary>Goes to the next parameter; the text starts with the semicolon of the first.</summary>
    public bool MoveNext()
    {
        if (_position >= _text.Length) return false;
        Count++;
        ReadName();
        if (HasValue) ReadValue();
        return true;
    }

    /// <summary>Reads all and tells whether they fit the grammar and the limit.</summary>
    public bool ReadToEnd(int maxCount)
    {
        while (MoveNext())
        {
            if (Count > maxCount) return false;
        }

        return !IsMalformed;
    }

    /// <summary>Finds a parameter by its name, case-insensitive.</summary>
    public bool Find(ReadOnlySpan<byte> name)
    {
        while (MoveNext())
        {
            if (System.Text.Ascii.EqualsIgnoreCase(Name, name)) return true;
        }

        return false;
    }

    private void ReadName()
    {
        NameStart = Lws.Skip(_text, _position + 1);
        var stop = _text[NameStart..].IndexOfAny((byte)';', (byte)'=');
        var end = stop < 0 ? _text.Length : NameStart + stop;
        NameEnd = Lws.TrimEnd(_text, NameStart, end);
        HasValue = stop >= 0 && _text[end] == '=';
        ValueStart = ValueEnd = _position = end;
        Note(Name, Chars.Token);
    }

    private void ReadValue()
    {
        var start = Lws.Skip(_text, _position + 1);
        if (start < _text.Length && _text[start] == '"' && TryReadQuoted(start)) return;
        var stop = _text[start..].IndexOf((byte)';');
        _position = stop < 0 ? _text.Length : start + stop;
        ValueStart = start;
        ValueEnd = Lws.TrimEnd(_text, start, _position);
        Note(Value, Chars.ParameterValue);
    }

    private bool TryReadQuoted(int open)
    {
        var end = QuotedText.End(_text, open);
        var next = end < 0 ? _text.Length : Lws.Skip(_text, end);
        if (end < 0 || next < _text.Length && _text[next] != ';') return false;
        (ValueStart, ValueEnd, _position) = (open + 1, end - 1, next);
        return true;
    }

    private void Note(ReadOnlySpan<byte> part, SearchValues<byte> allowed) =>
        IsMalformed |= part.IsEmpty || part.ContainsAnyExcept(allowed);
}
