using System.Text;
using ServerlessSip.Local.Recording;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Local.Tests.Recording;

public sealed class RecordedTextTests
{
    [Theory]
    [InlineData("Authorization")]
    [InlineData("Identity")]
    [InlineData("y")]
    [InlineData("X-My-Token")]
    public void A_header_line_with_a_credential_is_left_out_under_its_short_name_too(string name)
    {
        const string start = "OPTIONS sip:bob:secret@localhost SIP/2.0\r\n"
            + "Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKone\r\n";
        const string end = "Max-Forwards: 70\r\nFrom: <sip:alice@localhost>;tag=a\r\nTo: <sip:bob@localhost>\r\n"
            + "Call-ID: one\r\nCSeq: 1 OPTIONS\r\n";
        var text = $"{start}{name}: eyJhbGciOiJFUzI1NiJ9\r\n{end}Content-Length: 0\r\n\r\n";
        Assert.True(SipMessage.TryParse(Encoding.ASCII.GetBytes(text), out var message, out _));

        Assert.Equal($"{start}{end}\r\n".Replace(":secret", ""), RecordedText.Of(message!));
    }
}
