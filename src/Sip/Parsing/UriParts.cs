using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>Where the parts of a URI are (RFC 3261 §19.1, RFC 3966 §3).</summary>
internal struct UriParts
{
    public SipScheme Scheme;
    public ushort SchemeLength;
    public ushort UserStart;
    public ushort UserLength;
    public ushort PasswordStart;
    public ushort PasswordLength;
    public ushort HostStart;
    public ushort HostLength;
    public ushort Port;
    public bool HostIsIPv6;

    /// <summary>The first semicolon after the host; the parameters end where the headers begin.</summary>
    public ushort ParametersStart;
    public ushort ParametersLength;

    /// <summary>After the question mark.</summary>
    public ushort HeadersStart;

    public static bool TryRead(ReadOnlySpan<byte> text, out UriParts parts)
    {
        parts = default;
        if (text.Length is 0 or > ushort.MaxValue || !parts.ReadScheme(text)) return false;
        return parts.Scheme switch
        {
            SipScheme.Sip or SipScheme.Sips => parts.ReadSip(text),
            SipScheme.Tel => parts.ReadTel(text),
            _ => parts.ReadOpaque(text),
        };
    }

    private bool ReadScheme(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        if (colon <= 0 || !char.IsAsciiLetter((char)text[0])) return false;
        var scheme = text[..colon];
        if (scheme.ContainsAnyExcept(Chars.Scheme)) return false;
        SchemeLength = (ushort)colon;
        Scheme = colon switch
        {
            3 when Ascii.EqualsIgnoreCase(scheme, "sip"u8) => SipScheme.Sip,
            4 when Ascii.EqualsIgnoreCase(scheme, "sips"u8) => SipScheme.Sips,
            3 when Ascii.EqualsIgnoreCase(scheme, "tel"u8) => SipScheme.Tel,
            _ => SipScheme.Other,
        };
        return true;
    }

    private bool ReadSip(ReadOnlySpan<byte> text)
    {
        // Neither parameters nor headers may hold an unescaped at sign, so the first one ends the user part.
        var start = SchemeLength + 1;
        var at = text[start..].IndexOf((byte)'@');
        if (at >= 0 && !ReadUser(text.Slice(start, at), start)) return false;
        start += at + 1;
        if (!HostPort.TryRead(text[start..], out var host)) return false;
        HostStart = (ushort)(start + host.HostStart);
        HostLength = (ushort)host.HostLength;
        HostIsIPv6 = host.IsIPv6;
        Port = (ushort)host.Port;
        // A port may have white space about its colon in a Via, never in a URI.
        if (text.Slice(start, host.End).IndexOfAnyInRange((byte)0, (byte)' ') >= 0) return false;
        return ReadTail(text, start + host.End);
    }

    private bool ReadUser(ReadOnlySpan<byte> userInfo, int start)
    {
        var colon = userInfo.IndexOf((byte)':');
        UserStart = (ushort)start;
        UserLength = (ushort)(colon < 0 ? userInfo.Length : colon);
        var user = userInfo[..UserLength];
        if (user.IsEmpty || user.ContainsAnyExcept(Chars.User) || !Escapes.AreValid(user)) return false;
        if (colon < 0) return true;
        var password = userInfo[(colon + 1)..];
        PasswordStart = (ushort)(start + colon + 1);
        PasswordLength = (ushort)password.Length;
        return !password.ContainsAnyExcept(Chars.Password) && Escapes.AreValid(password);
    }

    private bool ReadTel(ReadOnlySpan<byte> text)
    {
        UserStart = (ushort)(SchemeLength + 1);
        var semicolon = text.IndexOf((byte)';');
        var end = semicolon < 0 ? text.Length : semicolon;
        UserLength = (ushort)(end - UserStart);
        var number = text.Slice(UserStart, UserLength);
        return !number.IsEmpty && !number.ContainsAnyExcept(Chars.TelNumber) && ReadTail(text, end);
    }

    private bool ReadOpaque(ReadOnlySpan<byte> text)
    {
        HeadersStart = ParametersStart = (ushort)text.Length;
        var rest = text[(SchemeLength + 1)..];
        return !rest.IsEmpty && !rest.ContainsAnyExcept(Chars.OpaqueUri);
    }

    private bool ReadTail(ReadOnlySpan<byte> text, int start)
    {
        var question = text[start..].IndexOf((byte)'?');
        var end = question < 0 ? text.Length : start + question;
        ParametersStart = (ushort)start;
        ParametersLength = (ushort)(end - start);
        HeadersStart = (ushort)(question < 0 ? end : end + 1);
        if (start == text.Length) return true;
        return AreParametersValid(text[start..end]) && AreHeadersValid(text[end..]);
    }

    private static bool AreParametersValid(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return true;
        if (text[0] != ';' || text.ContainsAnyExcept(Chars.UriParameter) || !Escapes.AreValid(text)) return false;
        if (text.Count((byte)';') > SipLimits.Default.MaxParameters) return false;
        // No parameter is without a name: not ";;", ";=" nor a semicolon at the end.
        return text[^1] != ';' && text.IndexOf(";;"u8) < 0 && text.IndexOf(";="u8) < 0;
    }

    private static bool AreHeadersValid(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return true;
        var headers = text[1..];
        if (headers.Count((byte)'&') >= SipLimits.Default.MaxParameters) return false;
        return !headers.IsEmpty && !headers.ContainsAnyExcept(Chars.UriHeader) && Escapes.AreValid(headers);
    }
}
