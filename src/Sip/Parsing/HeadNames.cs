using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Sip.Parsing;

/// <summary>Recognises the seven header names that a head scan reads, by the place of the colon.</summary>
internal static class HeadNames
{
    /// <param name="field">The whole field.</param>
    /// <param name="value">Where the value starts, white space before it included.</param>
    public static HeaderName Find(ReadOnlySpan<byte> field, out int value)
    {
        var colon = field.IndexOf((byte)':');
        value = colon + 1;
        if (colon <= 0) return HeaderName.Other;
        return Match(field[..Lws.TrimEnd(field, 0, colon)]);
    }

    private static HeaderName Match(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 => (byte)(name[0] | 0x20) switch
        {
            (byte)'v' => HeaderName.Via,
            (byte)'f' => HeaderName.From,
            (byte)'t' => HeaderName.To,
            (byte)'i' => HeaderName.CallId,
            (byte)'l' => HeaderName.ContentLength,
            _ => HeaderName.Other,
        },
        2 when Ascii.EqualsIgnoreCase(name, "To"u8) => HeaderName.To,
        3 when Ascii.EqualsIgnoreCase(name, "Via"u8) => HeaderName.Via,
        4 when Ascii.EqualsIgnoreCase(name, "From"u8) => HeaderName.From,
        4 when Ascii.EqualsIgnoreCase(name, "CSeq"u8) => HeaderName.CSeq,
        5 when Ascii.EqualsIgnoreCase(name, "Route"u8) => HeaderName.Route,
        7 when Ascii.EqualsIgnoreCase(name, "Call-ID"u8) => HeaderName.CallId,
        14 when Ascii.EqualsIgnoreCase(name, "Content-Length"u8) => HeaderName.ContentLength,
        _ => HeaderName.Other,
    };
}
