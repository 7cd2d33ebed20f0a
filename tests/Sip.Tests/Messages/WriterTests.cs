using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Tests.Support;

namespace ServerlessSip.Sip.Tests.Messages;

public sealed class WriterTests
{
    [Fact]
    public void A_response_copies_what_the_RFC_says_and_no_more()
    {
        var request = Sample.Invite("Via: SIP/2.0/TCP second;branch=2", "Record-Route: <sip:p;lr>", "Timestamp: 54");

        var bytes = ResponseWriter.Write(request, 404, null, "tt"u8, "Server: x\r\n"u8);

        string[] expected =
        [
            "SIP/2.0 404 Not Found", Sample.InviteLines[1], Sample.InviteLines[3], Sample.InviteLines[4] + ";tag=tt",
            Sample.InviteLines[5], Sample.InviteLines[6], "Via: SIP/2.0/TCP second;branch=2", "Server: x",
            "Content-Length: 0", "",
        ];
        Assert.Equal(Sample.Join(expected), Sample.Text(bytes));
    }

    [Fact]
    public void A_100_has_the_Timestamp_and_no_tag()
    {
        var response = Sample.Parse(ResponseWriter.Write(Sample.Invite("Timestamp: 54"), 100, toTag: "tt"u8));

        Assert.True(response.ToTag.IsEmpty);
        Assert.Equal(["54"], response.ValueTexts(HeaderName.Timestamp));
        Assert.Equal("Trying", Sample.Text(response.ReasonPhrase));
    }

    [Fact]
    public void A_tag_that_is_there_stays()
    {
        var request = Sample.Parse(Sample.InviteWith("To", "To: <sip:b@c> ; TAG=theirs"));

        Assert.Equal("theirs", Sample.Text(Sample.Parse(ResponseWriter.Write(request, 200, toTag: "x"u8)).ToTag));
    }

    [Fact]
    public void A_To_that_cannot_be_read_is_copied_raw()
    {
        var request = Sample.Parse(Sample.InviteWith("To", "To: \"open <sip:b@c>"));

        Assert.Contains("To: \"open <sip:b@c>\r\n", Sample.Text(ResponseWriter.Write(request, 400, toTag: "x"u8)));
    }

    [Fact]
    public void A_body_has_its_length_and_the_phrase_may_be_given()
    {
        var response = Sample.Parse(ResponseWriter.Write(new ResponseParts
        {
            Request = Sample.Invite(),
            StatusCode = 200,
            ReasonPhrase = "Très bien",
            HeaderLines = "Content-Type: x/y\r\n"u8,
            Body = "\0\r\n"u8,
        }));

        Assert.Equal("\0\r\n", Sample.Text(response.Body.Span));
        Assert.Equal("Très bien", System.Text.Encoding.UTF8.GetString(response.ReasonPhrase));
        Assert.Equal(SipParseError.None, response.Validate());
    }

    [Fact]
    public void A_CANCEL_is_that_of_its_INVITE()
    {
        var invite = Sample.Invite("Via: SIP/2.0/TCP second;branch=2", "Route: <sip:p;lr>,<sip:q;lr>",
            "Proxy-Require: x");

        var bytes = RequestWriter.Cancel(invite, "Reason: SIP;cause=200\r\n"u8);

        string[] expected =
        [
            "CANCEL sip:bob@example.com SIP/2.0", Sample.InviteLines[1], "Route: <sip:p;lr>,<sip:q;lr>",
            "Max-Forwards: 70", Sample.InviteLines[3], Sample.InviteLines[4], Sample.InviteLines[5], "CSeq: 7 CANCEL",
            "Reason: SIP;cause=200", "Content-Length: 0", "",
        ];
        Assert.Equal(Sample.Join(expected), Sample.Text(bytes));
        Assert.Equal(SipParseError.None, Sample.Parse(bytes).Validate());
    }

    [Fact]
    public void An_ACK_has_the_To_of_the_response()
    {
        var invite = Sample.Invite("Route: <sip:p;lr>");
        var response = Sample.Parse(ResponseWriter.Write(invite, 486, toTag: "busy"u8));

        var ack = Sample.Parse(RequestWriter.AckForFailure(invite, response));

        Assert.Equal(SipMethod.Ack, ack.Method);
        Assert.Equal("busy", Sample.Text(ack.ToTag));
        Assert.Equal("a1", Sample.Text(ack.FromTag));
        Assert.Equal(7u, ack.CSeq);
        Assert.Equal(invite.ValueTexts(HeaderName.Via), ack.ValueTexts(HeaderName.Via));
        Assert.Equal(["<sip:p;lr>"], ack.ValueTexts(HeaderName.Route));
        Assert.Equal(SipParseError.None, ack.Validate());
    }

    [Fact]
    public void Methods_and_phrases_are_written_as_registered()
    {
        foreach (var method in Enum.GetValues<SipMethod>())
        {
            Assert.Equal(method.ToString().ToUpperInvariant() is "OTHER" ? "" : method.ToString().ToUpperInvariant(),
                Sample.Text(SipMethods.Text(method)));
            Assert.Equal(method, SipMethods.Parse(SipMethods.Text(method)));
        }

        Assert.Equal(SipMethod.Other, SipMethods.Parse("invite"u8));
        for (var code = 100; code < 700; code++) Assert.NotEmpty(ReasonPhrases.Of(code));
    }
}
