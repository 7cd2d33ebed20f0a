namespace ServerlessSip.Sip.Auth;

/// <summary>
/// Enumerates the parameters of a challenge or of credentials (RFC 3261 §25.1 digest-cln, dig-resp). Allocates nothing.
/// </summary>
internal ref struct AuthParameters
{
    private readonly ReadOnlyMemory<byte> _text;
    private int _at;

    private AuthParameters(ReadOnlyMemory<byte> text, int at)
    {
        _text = text;
        _at = at;
    }

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value without its quotes, escapes kept.</summary>
    public ReadOnlyMemory<byte> Value { get; private set; }

    /// <summary>
    /// Whether what was read so far follows the grammar; look at it when <see cref="MoveNext"/> is false.
    /// </summary>
    public bool IsWellFormed { get; private set; } = true;

    /// <summary>False when the scheme is not Digest.</summary>
    public static bool TryStart(ReadOnlyMemory<byte> header, out AuthParameters parameters)
    {
        parameters = default;
        var scheme = "Digest"u8;
        var text = header.Span;
        if (text.Length <= scheme.Length
            || !System.Text.Ascii.EqualsIgnoreCase(text[..scheme.Length], scheme)
            || !IsSpace(text[scheme.Length]))
        {
            return false;
        }

        parameters = new AuthParameters(header, scheme.Length);
        return true;
    }

    public bool MoveNext()
    {
        var text = _text.Span;
        // Empty list elements are legal (RFC 9110 §5.6.1) and seen.
        while (_at < text.Length && (IsSpace(text[_at]) || text[_at] == ',')) _at++;
        if (_at >= text.Length || !IsWellFormed) return false;
        var start = _at;
        while (_at < text.Length && IsToken(text[_at])) _at++;
        Name = text[start.._at];
        SkipSpace(text);
        if (Name.IsEmpty || _at >= text.Length || text[_at] != '=') return Fail();
        _at++;
        SkipSpace(text);
        if (!(_at < text.Length && text[_at] == '"' ? ReadQuoted(text) : ReadToken(text))) return Fail();
        SkipSpace(text);
        return _at >= text.Length || text[_at] == ',' || Fail();
    }

    private bool ReadQuoted(ReadOnlySpan<byte> text)
    {
        var start = ++_at;
        while (_at < text.Length && text[_at] != '"') _at += text[_at] == '\\' ? 2 : 1;
        if (_at >= text.Length) return false;
        Value = _text[start.._at];
        _at++;
        return true;
    }

    /// <summary>
    /// Up to a comma or white space: uris and nonces without quotes are seen, so more than a token is let through.
    /// </summary>
    private bool ReadToken(ReadOnlySpan<byte> text)
    {
        var start = _at;
        while (_at < text.Length && text[_at] != ',' && text[_at] != '"' && !IsSpace(text[_at])) _at++;
        Value = _text[start.._at];
        return _at > start;
    }

    private bool Fail()
    {
        IsWellFormed = false;
        return false;
    }

    private void SkipSpace(ReadOnlySpan<byte> text)
    {
        while (_at < text.Length && IsSpace(text[_at])) _at++;
    }

    private static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static bool IsToken(byte c) => char.IsAsciiLetterOrDigit((char)c) || "-.!%*_+`'~"u8.Contains(c);
}
