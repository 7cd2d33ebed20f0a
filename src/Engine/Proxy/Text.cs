using System.Text;

namespace ServerlessSip.Engine.Proxy;

/// <summary>Bytes of a message as stored text: Latin-1, so that every byte survives.</summary>
internal static class Text
{
    public static string Of(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static byte[] ToBytes(string text) => Encoding.Latin1.GetBytes(text);

    public static bool Same(ReadOnlySpan<byte> bytes, string text)
    {
        if (bytes.Length != text.Length) return false;
        for (var i = 0; i < bytes.Length; i++)
            if (bytes[i] != text[i]) return false;
        return true;
    }
}
