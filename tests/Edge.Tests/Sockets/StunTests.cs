using System.Net;
using ServerlessSip.Edge.Udp;

namespace ServerlessSip.Edge.Tests.Sockets;

public sealed class StunTests
{
    // The transaction id, address and port of the sample responses of RFC 5769 §2.2 and §2.3.
    private static readonly byte[] Request =
        Convert.FromHexString("000100002112a442b7e7a701bc34d686fa87dfae");

    [Theory]
    [InlineData("192.0.2.1", "0101000c2112a442b7e7a701bc34d686fa87dfae002000080001a147e112a643")]
    [InlineData(
        "2001:db8:1234:5678:11:2233:4455:6677",
        "010100182112a442b7e7a701bc34d686fa87dfae002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9")]
    public void A_binding_request_is_answered_with_the_address_it_came_from(string address, string expected)
    {
        Span<byte> answer = stackalloc byte[Stun.MaxAnswerBytes];
        var length = Stun.Answer(Request, new IPEndPoint(IPAddress.Parse(address), 32853), answer);
        Assert.Equal(expected, Convert.ToHexStringLower(answer[..length]));
    }

    [Theory]
    [InlineData("000100002112a443b7e7a701bc34d686fa87dfae")]
    [InlineData("010100002112a442b7e7a701bc34d686fa87dfae")]
    [InlineData("000100042112a442b7e7a701bc34d686fa87dfae")]
    [InlineData("00010000")]
    public void Anything_else_is_not(string datagram)
    {
        Span<byte> answer = stackalloc byte[Stun.MaxAnswerBytes];
        Assert.Equal(0, Stun.Answer(Convert.FromHexString(datagram), new IPEndPoint(IPAddress.Loopback, 1), answer));
    }
}
