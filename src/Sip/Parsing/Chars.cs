using System.Buffers;

namespace ServerlessSip.Sip.Parsing;

/// <summary>The character sets of RFC 3261 §25.1, widened where deployed phones are known to be.</summary>
internal static class Chars
{
    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string Unreserved = Alphanumeric + "-_.!~*'()";

    public static readonly SearchValues<byte> Token = Of(Alphanumeric + "-.!%*_+`'~");

    /// <summary>A scheme after its first letter.</summary>
    public static readonly SearchValues<byte> Scheme = Of(Alphanumeric + "+-.");

    /// <summary>user-unreserved, escapes, and the number sign that dial strings carry unescaped.</summary>
    public static readonly SearchValues<byte> User = Of(Unreserved + "%&=+$,;?/#");

    public static readonly SearchValues<byte> Password = Of(Unreserved + "%&=+$,");

    /// <summary>Host names, with the underscore that some networks use.</summary>
    public static readonly SearchValues<byte> Host = Of(Alphanumeric + "-._");

    /// <summary>Inside the brackets of an IPv6 reference; a third colon passes (RFC 5118 §4.10).</summary>
    public static readonly SearchValues<byte> IPv6 = Of("0123456789abcdefABCDEF:.");

    public static readonly SearchValues<byte> UriParameter = Of(Unreserved + "%[]/:&+$=;,");

    public static readonly SearchValues<byte> UriHeader = Of(Unreserved + "%[]/?:+$=&;,@");

    /// <summary>The digits and visual separators of a tel number, local numbers included (RFC 3966 §3).</summary>
    public static readonly SearchValues<byte> TelNumber = Of("0123456789abcdefABCDEF*#+-.()");

    /// <summary>
    /// What an unknown scheme may be followed by: anything visible but the delimiters of a name-addr.
    /// </summary>
    public static readonly SearchValues<byte> OpaqueUri = Visible("<>\"", false);

    /// <summary>
    /// An unquoted header parameter value; wider than token and host, as tags and branches are in practice.
    /// </summary>
    public static readonly SearchValues<byte> ParameterValue = Visible("\",;<>", true);

    /// <summary>A Call-ID: two words and an at sign, in practice anything visible.</summary>
    public static readonly SearchValues<byte> CallId = Visible("", true);

    /// <summary>The words of an unquoted display name and what stands between them; UTF-8 passes.</summary>
    public static readonly SearchValues<byte> DisplayName = DisplayNameSet();

    private static SearchValues<byte> Of(string set) => SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(set));

    private static SearchValues<byte> Visible(string but, bool highToo)
    {
        var set = Enumerable.Range(0x21, highToo ? 0xDF : 0x5E).Where(c => c != 0x7F && !but.Contains((char)c));
        return SearchValues.Create(set.Select(c => (byte)c).ToArray());
    }

    private static SearchValues<byte> DisplayNameSet()
    {
        var set = Enumerable.Range(0x80, 0x80).Concat(" \t\r\n-.!%*_+`'~".Select(c => (int)c));
        return SearchValues.Create(set.Concat(Alphanumeric.Select(c => (int)c)).Select(c => (byte)c).ToArray());
    }
}
