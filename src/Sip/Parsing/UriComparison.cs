using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>Whether two URIs are the same resource (RFC 3261 §19.1.4; RFC 3966 §4 for tel).</summary>
internal static class UriComparison
{
    public static bool Equivalent(SipUri a, SipUri b)
    {
        if (a.Scheme != b.Scheme) return false;
        return a.Scheme switch
        {
            SipScheme.Other => OpaqueEqual(a.Text.Span, b.Text.Span, a.SchemeText.Length),
            SipScheme.Tel => NumbersEqual(a.User, b.User) && AllIn(a, b) && AllIn(b, a),
            _ => SipEqual(a, b),
        };
    }

    private static bool OpaqueEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int schemeLength) =>
        a.Length == b.Length
        && Ascii.EqualsIgnoreCase(a[..schemeLength], b[..schemeLength])
        && a[schemeLength..].SequenceEqual(b[schemeLength..]);

    private static bool SipEqual(SipUri a, SipUri b) =>
        a.Port == b.Port
        && a.HostIsIPv6 == b.HostIsIPv6
        && Ascii.EqualsIgnoreCase(a.Host, b.Host)
        && Escapes.Equal(a.User, b.User, ignoreCase: false)
        && Escapes.Equal(a.Password, b.Password, ignoreCase: false)
        && ParametersAgree(a, b) && ParametersAgree(b, a)
        && HeadersIn(a.Headers, b.Headers) && HeadersIn(b.Headers, a.Headers);

    /// <summary>A parameter in both must agree; these five may not be in one alone, even with their default.</summary>
    private static bool ParametersAgree(SipUri a, SipUri b)
    {
        var reader = new UriParameterReader(a.Parameters, ';');
        while (reader.MoveNext())
        {
            var agrees = b.TryGetParameter(reader.Name, out var other)
                ? Escapes.Equal(reader.Value, other, ignoreCase: true)
                : !CountsAlone(reader.Name);
            if (!agrees) return false;
        }

        return true;
    }

    private static bool CountsAlone(ReadOnlySpan<byte> name) =>
        Escapes.Equal(name, "user"u8, true) || Escapes.Equal(name, "ttl"u8, true)
        || Escapes.Equal(name, "method"u8, true)
        || Escapes.Equal(name, "maddr"u8, true) || Escapes.Equal(name, "transport"u8, true);

    private static bool HeadersIn(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var reader = new UriParameterReader(a, '&');
        while (reader.MoveNext())
        {
            if (!HasHeader(b, reader.Name, reader.Value)) return false;
        }

        return true;
    }

    private static bool HasHeader(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var reader = new UriParameterReader(headers, '&');
        while (reader.MoveNext())
        {
            if (Escapes.Equal(reader.Name, name, true) && Escapes.Equal(reader.Value, value, false)) return true;
        }

        return false;
    }

    private static bool AllIn(SipUri a, SipUri b)
    {
        var reader = new UriParameterReader(a.Parameters, ';');
        while (reader.MoveNext())
        {
            if (!b.TryGetParameter(reader.Name, out var other)) return false;
            if (!Escapes.Equal(reader.Value, other, true)) return false;
        }

        return true;
    }

    /// <summary>Visual separators do not count.</summary>
    private static bool NumbersEqual(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int i = 0, j = 0;
        while (true)
        {
            while (i < a.Length && IsVisual(a[i])) i++;
            while (j < b.Length && IsVisual(b[j])) j++;
            if (i == a.Length || j == b.Length) return i == a.Length && j == b.Length;
            if ((a[i++] | 0x20) != (b[j++] | 0x20)) return false;
        }
    }

    private static bool IsVisual(byte b) => b is (byte)'-' or (byte)'.' or (byte)'(' or (byte)')';
}
