using System.Globalization;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// A datagram may come without Content-Length; on a stream, where the message may have to go, it would have no end (RFC
/// 3261 §18.3, §20.14).
/// </summary>
internal static class BodyLength
{
    public static void Add(SipMessage message, ref MessageEditor editor)
    {
        if (message.TryGet(HeaderName.ContentLength, out _)) return;
        var length = message.Body.Length.ToString(CultureInfo.InvariantCulture);
        editor.AppendLines(Text.ToBytes($"Content-Length: {length}\r\n"));
    }
}
