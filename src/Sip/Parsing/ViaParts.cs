namespace ServerlessSip.Sip.Parsing;

/// <summary>
/// Where the parts of one Via value are (RFC 3261 §20.42); parameters are left to <see cref="ParameterReader"/>.
/// </summary>
internal struct ViaParts
{
    public int TransportStart;
    public int TransportLength;
    public int SentByStart;
    public int SentByLength;

    /// <summary>Inside the brackets for IPv6.</summary>
    public int HostStart;
    public int HostLength;
    public int Port;

    /// <summary>The first semicolon, or the end.</summary>
    public int ParametersStart;

    public static bool TryRead(ReadOnlySpan<byte> via, out ViaParts parts)
    {
        parts = default;
        return parts.ReadProtocol(via) && parts.ReadSentBy(via);
    }

    public static ReadOnlySpan<byte> Unbracket(ReadOnlySpan<byte> host) =>
        host is [(byte)'[', .., (byte)']'] ? host[1..^1] : host;

    private bool ReadProtocol(ReadOnlySpan<byte> via)
    {
        // Name and version may be any: a request of another version is answered too (505).
        var name = via.IndexOf((byte)'/');
        if (name <= 0 || !IsToken(via[..name])) return false;
        var version = via[(name + 1)..].IndexOf((byte)'/');
        if (version <= 0 || !IsToken(Lws.Trim(via.Slice(name + 1, version)))) return false;
        TransportStart = Lws.Skip(via, name + version + 2);
        var end = via[TransportStart..].IndexOfAnyExcept(Chars.Token);
        TransportLength = end < 0 ? 0 : end;
        return TransportLength > 0 && Lws.Is(via[TransportStart + TransportLength]);
    }

    private static bool IsToken(ReadOnlySpan<byte> text) =>
        text[..Lws.TrimEnd(text, 0, text.Length)] is { IsEmpty: false } token && !token.ContainsAnyExcept(Chars.Token);

    private bool ReadSentBy(ReadOnlySpan<byte> via)
    {
        SentByStart = Lws.Skip(via, TransportStart + TransportLength);
        var semicolon = via[SentByStart..].IndexOf((byte)';');
        ParametersStart = semicolon < 0 ? via.Length : SentByStart + semicolon;
        SentByLength = Lws.TrimEnd(via, SentByStart, ParametersStart) - SentByStart;
        if (!HostPort.TryRead(via.Slice(SentByStart, SentByLength), out var host)) return false;
        HostStart = SentByStart + host.HostStart;
        HostLength = host.HostLength;
        Port = host.Port;
        return host.End == SentByLength;
    }
}
