namespace ServerlessSip.Sip.Parsing;

/// <summary>
/// Reads the <c>name=value</c> pairs of a URI: parameters after semicolons, or headers joined by ampersands.
/// </summary>
internal ref struct UriParameterReader
{
    private readonly byte _separator;
    private ReadOnlySpan<byte> _rest;
    private bool _more;

    public UriParameterReader(ReadOnlySpan<byte> text, char separator)
    {
        _separator = (byte)separator;
        _rest = !text.IsEmpty && text[0] == _separator ? text[1..] : text;
        _more = !text.IsEmpty;
    }

    public ReadOnlySpan<byte> Name;
    public ReadOnlySpan<byte> Value;

    public bool MoveNext()
    {
        if (!_more) return false;
        var end = _rest.IndexOf(_separator);
        var pair = end < 0 ? _rest : _rest[..end];
        _more = end >= 0;
        _rest = _more ? _rest[(end + 1)..] : default;
        var equals = pair.IndexOf((byte)'=');
        Name = equals < 0 ? pair : pair[..equals];
        Value = equals < 0 ? default : pair[(equals + 1)..];
        return true;
    }
}
