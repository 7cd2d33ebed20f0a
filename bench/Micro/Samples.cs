using System.Text;

namespace ServerlessSip.Micro;

/// <summary>The message that the benchmarks read: an INVITE of ten headers with a session description.</summary>
internal static class Samples
{
    private const string Sdp =
        "v=0\r\no=alice 2890844526 2890844526 IN IP4 192.0.2.101\r\ns=-\r\nc=IN IP4 192.0.2.101\r\nt=0 0\r\n"
        + "m=audio 49172 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
        + "a=rtpmap:101 telephone-event/8000\r\n";

    public static byte[] Invite() => Encoding.ASCII.GetBytes(
        "INVITE sip:bob@example.com SIP/2.0\r\n"
        + "Via: SIP/2.0/UDP 192.0.2.101:5060;branch=z9hG4bK776asdhds;rport\r\n"
        + "Max-Forwards: 70\r\n"
        + "Route: <sip:192.0.2.1:5060;transport=udp;lr>\r\n"
        + "From: \"Alice\" <sip:alice@example.com>;tag=1928301774\r\n"
        + "To: \"Bob\" <sip:bob@example.com>\r\n"
        + "Call-ID: a84b4c76e66710@pc33.example.com\r\n"
        + "CSeq: 314159 INVITE\r\n"
        + "Contact: <sip:alice@192.0.2.101:5060>\r\n"
        + "Content-Type: application/sdp\r\n"
        + $"Content-Length: {Sdp.Length}\r\n"
        + "\r\n"
        + Sdp);
}
