using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ServerlessSip.Edge.Udp;

/// <summary>
/// The keepalive that clients send on a SIP socket: a STUN binding request (RFC 5389, RFC 5626 §3.5.2).
/// </summary>
internal static class Stun
{
    public const int MaxAnswerBytes = HeaderBytes + 4 + 20;
    private const int HeaderBytes = 20;
    private const uint MagicCookie = 0x2112A442;
    private const ushort BindingRequest = 0x0001;
    private const ushort BindingSuccess = 0x0101;
    private const ushort XorMappedAddress = 0x0020;

    /// <summary>
    /// RFC 5389 §6: the two first bits are zero and the magic cookie stands; no SIP message begins so.
    /// </summary>
    public static bool IsStun(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= HeaderBytes && datagram[0] < 0x40
            && BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) == MagicCookie;

    /// <summary>Writes the success response to a binding request; 0 when it is anything else.</summary>
    public static int Answer(ReadOnlySpan<byte> request, IPEndPoint source, Span<byte> answer)
    {
        if (!IsStun(request) || BinaryPrimitives.ReadUInt16BigEndian(request) != BindingRequest) return 0;
        if (BinaryPrimitives.ReadUInt16BigEndian(request[2..]) > request.Length - HeaderBytes) return 0;
        var isIPv6 = source.AddressFamily == AddressFamily.InterNetworkV6;
        var valueBytes = isIPv6 ? 20 : 8;
        BinaryPrimitives.WriteUInt16BigEndian(answer, BindingSuccess);
        BinaryPrimitives.WriteUInt16BigEndian(answer[2..], (ushort)(4 + valueBytes));
        request[4..HeaderBytes].CopyTo(answer[4..]);
        BinaryPrimitives.WriteUInt16BigEndian(answer[20..], XorMappedAddress);
        BinaryPrimitives.WriteUInt16BigEndian(answer[22..], (ushort)valueBytes);
        answer[24] = 0;
        answer[25] = isIPv6 ? (byte)2 : (byte)1;
        BinaryPrimitives.WriteUInt16BigEndian(answer[26..], (ushort)(source.Port ^ (int)(MagicCookie >> 16)));
        source.Address.TryWriteBytes(answer[28..], out var written);
        // RFC 5389 §15.2: xor with the cookie and, for IPv6, the transaction id that follows it.
        for (var i = 0; i < written; i++) answer[28 + i] ^= request[4 + i];
        return HeaderBytes + 4 + valueBytes;
    }
}
