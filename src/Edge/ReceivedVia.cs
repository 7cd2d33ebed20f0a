using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Edge;

/// <summary>
/// Where the top Via of a received request says that the request came from (RFC 3261 §18.2.1, RFC 3581 §4).
/// </summary>
internal static class ReceivedVia
{
    private const int MaxAddressText = 45;

    /// <summary>
    /// The one copy of a received request, with <c>received</c> and the value of <c>rport</c> filled in: both when
    /// there is an rport, received alone when the sent-by names another host than the source, nothing else.
    /// </summary>
    public static byte[] Fill(ReadOnlySpan<byte> message, in SipHead head, IPEndPoint source)
    {
        Span<byte> address = stackalloc byte[MaxAddressText];
        var addressText = Format(source, address);
        var hasRPort = head.ViaRPortOffset >= 0;
        message.Overlaps(head.TopVia, out var viaStart);
        var viaEnd = viaStart + head.TopVia.Length;
        if (!hasRPort && head.ViaReceived.IsEmpty && NamesHost(head.ViaSentBy, addressText)) return message.ToArray();

        var edits = new ViaEdits(message, stackalloc byte[2 * MaxAddressText]);
        if (hasRPort)
        {
            Span<byte> port = stackalloc byte[6];
            port[0] = (byte)'=';
            source.Port.TryFormat(port[1..], out var digits);
            edits.Replace(head.ViaRPortOffset, WrittenPort(message, head.ViaRPortOffset), port[..(digits + 1)]);
        }
        // A received that the sender wrote itself gives way to the truth.
        if (!head.ViaReceived.IsEmpty && message.Overlaps(head.ViaReceived, out var at))
        {
            edits.Replace(at, head.ViaReceived.Length, addressText);
            return edits.Build();
        }
        Span<byte> received = stackalloc byte[MaxAddressText + 10];
        ";received="u8.CopyTo(received);
        addressText.CopyTo(received[10..]);
        edits.Replace(viaEnd, 0, received[..(addressText.Length + 10)]);
        return edits.Build();
    }

    private static ReadOnlySpan<byte> Format(IPEndPoint source, Span<byte> destination)
    {
        var address = source.Address;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        // A scope (fe80::1%2) is of no meaning elsewhere.
        else if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0)
        {
            address = new IPAddress(address.GetAddressBytes());
        }
        address.TryFormat(destination, out var length);
        return destination[..length];
    }

    private static bool NamesHost(ReadOnlySpan<byte> sentBy, ReadOnlySpan<byte> address)
    {
        var host = sentBy;
        if (!host.IsEmpty && host[0] == '[')
        {
            var end = host.IndexOf((byte)']');
            host = end < 0 ? host : host[1..end];
        }
        else if (host.IndexOf((byte)':') is >= 0 and var colon)
        {
            host = host[..colon].TrimEnd(" \t"u8);
        }
        return Ascii.EqualsIgnoreCase(host, address);
    }

    /// <summary>How many bytes of <c>=value</c> the sender wrote after rport, which RFC 3581 §3 forbids.</summary>
    private static int WrittenPort(ReadOnlySpan<byte> message, int at)
    {
        var rest = message[at..];
        var length = rest.IndexOfAnyExcept(" \t="u8);
        if (length <= 0 || !rest[..length].Contains((byte)'=')) return 0;
        var digits = rest[length..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length + Math.Max(digits, 0);
    }
}
