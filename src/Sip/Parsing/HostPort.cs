namespace ServerlessSip.Sip.Parsing;

/// <summary>
/// A host and its port at the start of a text (RFC 3261 §25.1): a name, an IPv4 address or an IPv6 reference.
/// </summary>
internal struct HostPort
{
    /// <summary>Inside the brackets for IPv6.</summary>
    public int HostStart;
    public int HostLength;
    public bool IsIPv6;

    /// <summary>0 when none is written.</summary>
    public int Port;

    /// <summary>What follows the host and port.</summary>
    public int End;

    public static bool TryRead(ReadOnlySpan<byte> text, out HostPort host)
    {
        host = default;
        return host.ReadHost(text) && host.ReadPort(text);
    }

    private bool ReadHost(ReadOnlySpan<byte> text)
    {
        IsIPv6 = !text.IsEmpty && text[0] == '[';
        HostStart = IsIPv6 ? 1 : 0;
        var stop = text[HostStart..].IndexOfAnyExcept(IsIPv6 ? Chars.IPv6 : Chars.Host);
        HostLength = stop < 0 ? text.Length - HostStart : stop;
        End = HostStart + HostLength;
        if (!IsIPv6) return HostLength > 0;
        return stop >= 0 && text[End++] == ']' && text.Slice(HostStart, HostLength).Contains((byte)':');
    }

    /// <summary>White space around the colon is legal in a Via (RFC 3261 §25.1, COLON).</summary>
    private bool ReadPort(ReadOnlySpan<byte> text)
    {
        var colon = Lws.Skip(text, End);
        if (colon == text.Length || text[colon] != ':') return true;
        var start = Lws.Skip(text, colon + 1);
        var length = Numbers.DigitsLength(text[start..]);
        if (!Numbers.TryParse(text.Slice(start, length), ushort.MaxValue, out var port) || port == 0) return false;
        Port = (int)port;
        End = start + length;
        return true;
    }
}
