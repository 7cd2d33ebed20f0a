using System.Globalization;
using System.Text;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Edge;

/// <summary>The few responses that a relay makes by itself.</summary>
internal sealed class OwnResponses(RelayOptions options)
{
    private const int TagLength = 16;
    private const int OverloadedStatus = 503;
    private readonly byte[] _retryAfter = Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"Retry-After: {options.Limits.RetryAfterSeconds}\r\n"));

    /// <summary>RFC 3261 §8.2.6.1: 100 has no To-tag of its own. Null when the request cannot be read.</summary>
    public byte[]? Trying(ReadOnlyMemory<byte> request) => Write(request, 100, default);

    /// <summary>Overload, and nothing else (RFC 3261 §21.5.4).</summary>
    public byte[]? Overloaded(ReadOnlyMemory<byte> request) => Write(request, OverloadedStatus, _retryAfter);

    public byte[]? Failed(ReadOnlyMemory<byte> request) => Write(request, 500, default);

    /// <summary>
    /// Whether an ACK is to <see cref="Overloaded"/>, by its To-tag: nobody has a use for it (RFC 3261 §8.2.7).
    /// </summary>
    public bool IsToOverloaded(in SipHead ack)
    {
        if (ack.ToTag.Length != TagLength) return false;
        Span<byte> tag = stackalloc byte[TagLength];
        WriteTag(ack.CallId, ack.FromTag, OverloadedStatus, tag);
        return ack.ToTag.SequenceEqual(tag);
    }

    private byte[]? Write(ReadOnlyMemory<byte> request, int status, ReadOnlySpan<byte> headerLines)
    {
        if (!SipMessage.TryParse(request, out var message, out _, options.SipLimits)) return null;
        if (status == 100) return ResponseWriter.Write(message!, status);
        Span<byte> tag = stackalloc byte[TagLength];
        WriteTag(message!.CallId, message.FromTag, status, tag);
        return ResponseWriter.Write(message!, status, null, tag, headerLines);
    }

    /// <summary>RFC 3261 §8.2.7: a stateless answer has the same To-tag each time.</summary>
    private void WriteTag(ReadOnlySpan<byte> callId, ReadOnlySpan<byte> fromTag, int status, Span<byte> tag)
    {
        var seed = new byte[callId.Length + fromTag.Length + 2];
        callId.CopyTo(seed);
        fromTag.CopyTo(seed.AsSpan(callId.Length + 1));
        seed[^1] = (byte)(status % 100);
        Span<byte> signature = stackalloc byte[8];
        options.Keys.Sign(KeyUse.Tag, seed, signature);
        Convert.TryToHexStringLower(signature, tag, out _);
    }
}
