using System.Buffers.Text;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Actors;

/// <summary>
/// The To-tag of answers that nothing is stored for: the same for every repeat of a request (RFC 3261 §8.2.7).
/// </summary>
public static class StatelessTag
{
    /// <summary>
    /// 16 characters; the transaction's method is left out, so that a CANCEL's answer has its INVITE's tag (§9.2).
    /// </summary>
    public static byte[] For(SipMessage request, in Env env)
    {
        Span<byte> signature = stackalloc byte[12];
        var via = request.TopVia;
        var text = via is null ? request.CallId : via.Branch;
        var data = new byte[text.Length + request.FromTag.Length + request.CallId.Length + 2];
        var at = Put(data, 0, text);
        at = Put(data, at + 1, request.FromTag);
        Put(data, at + 1, request.CallId);
        env.Settings.Keys.Sign(KeyUse.Tag, data, signature);
        var tag = new byte[16];
        Base64Url.EncodeToUtf8(signature, tag);
        return tag;
    }

    private static int Put(byte[] data, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(data.AsSpan(at));
        return at + text.Length;
    }
}
