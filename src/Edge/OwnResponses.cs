using System.Globalization;
using System.Text;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Edge;

/// <summary>The few responses that a relay makes by itself.</summary>
internal sealed class OwnResponses(RelayOptions options)
{
    private readonly byte[] _retryAfter = Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"Retry-After: {options.Limits.RetryAfterSeconds}\r\n"));

    /// <summary>RFC 3261 §8.2.6.1: 100 has no To-tag of its own. Null when the request cannot be read.</summary>
    public byte[]? Trying(ReadOnlyMemory<byte> request) => Write(request, 100, default);

    /// <summary>Overload, and nothing else (RFC 3261 §21.5.4).</summary>
    public byte[]? Overloaded(ReadOnlyMemory<byte> request) => Write(request, 503, _retryAfter);

    public byte[]? Failed(ReadOnlyMemory<byte> request) => Write(request, 500, default);

    private byte[]? Write(ReadOnlyMemory<byte> request, int status, ReadOnlySpan<byte> headerLines)
    {
        if (!SipMessage.TryParse(request, out var message, out _, options.SipLimits)) return null;
        if (status == 100) return ResponseWriter.Write(message!, status);
        Span<byte> tag = stackalloc byte[16];
        WriteTag(message!, tag);
        return ResponseWriter.Write(message!, status, null, tag, headerLines);
    }

    /// <summary>RFC 3261 §8.2.7: a stateless answer has the same To-tag each time.</summary>
    private void WriteTag(SipMessage request, Span<byte> tag)
    {
        var seed = new byte[request.CallId.Length + request.FromTag.Length + 1];
        request.CallId.CopyTo(seed);
        request.FromTag.CopyTo(seed.AsSpan(request.CallId.Length + 1));
        Span<byte> signature = stackalloc byte[8];
        options.Keys.Sign(KeyUse.Tag, seed, signature);
        Convert.TryToHexStringLower(signature, tag, out _);
    }
}
