namespace ServerlessSip.Sip.Parsing;

/// <summary>Where the parts of a name-addr or addr-spec are (RFC 3261 §20.10).</summary>
internal struct AddressParts
{
    /// <summary>A quoted display name without its quotes.</summary>
    public int DisplayStart;
    public int DisplayLength;
    public int UriStart;
    public int UriLength;

    /// <summary>The first semicolon of the header parameters, or the end.</summary>
    public int ParametersStart;

    /// <summary>
    /// Finds the parts; false when a quote or bracket is not closed or something odd stands between them.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out AddressParts parts)
    {
        parts = default;
        if (text.IsEmpty) return false;
        if (text[0] == '"') return parts.ReadQuoted(text);
        var next = text.IndexOfAny((byte)'<', (byte)';');
        if (next < 0 || text[next] == ';') return parts.ReadBare(text, next < 0 ? text.Length : next);
        parts.DisplayLength = Lws.TrimEnd(text, 0, next);
        return !text[..next].ContainsAnyExcept(Chars.DisplayName) && parts.ReadBracketed(text, next);
    }

    private bool ReadQuoted(ReadOnlySpan<byte> text)
    {
        var end = QuotedText.End(text, 0);
        if (end < 0) return false;
        DisplayStart = 1;
        DisplayLength = end - 2;
        var open = Lws.Skip(text, end);
        return open < text.Length && text[open] == '<' && ReadBracketed(text, open);
    }

    private bool ReadBracketed(ReadOnlySpan<byte> text, int open)
    {
        UriStart = open + 1;
        UriLength = text[UriStart..].IndexOf((byte)'>');
        if (UriLength < 0) return false;
        ParametersStart = Lws.Skip(text, UriStart + UriLength + 1);
        return ParametersStart == text.Length || text[ParametersStart] == ';';
    }

    /// <summary>Without brackets, all parameters are the header's and the URI may hold no question mark.</summary>
    private bool ReadBare(ReadOnlySpan<byte> text, int end)
    {
        UriLength = Lws.TrimEnd(text, 0, end);
        ParametersStart = end;
        return text[..UriLength].IndexOfAny((byte)'?', (byte)',') < 0;
    }
}
