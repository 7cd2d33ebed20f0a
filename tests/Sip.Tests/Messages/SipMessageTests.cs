using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Tests.Support;

namespace ServerlessSip.Sip.Tests.Messages;

public sealed class SipMessageTests
{
    [Fact]
    public void A_request_gives_its_parts()
    {
        var invite = Sample.Invite();

        Assert.Equal(SipParseError.None, invite.Validate());
        Assert.True(invite.IsRequest);
        Assert.Equal(SipMethod.Invite, invite.Method);
        Assert.Equal("sip:bob@example.com", Sample.Text(invite.RequestUriText.Span));
        Assert.Equal("a1", Sample.Text(invite.FromTag));
        Assert.True(invite.ToTag.IsEmpty);
        Assert.Equal("call-1@example.com", Sample.Text(invite.CallId));
        Assert.Equal(7u, invite.CSeq);
        Assert.Equal(70, invite.MaxForwards);
        Assert.Equal("z9hG4bKone", Sample.Text(invite.TopVia!.Branch));
        Assert.Equal(Sample.Body, Sample.Text(invite.Body.Span));
        Assert.Single(invite.Contacts!);
        Assert.Empty(invite.Routes!);
    }

    [Fact]
    public void A_response_has_the_method_of_its_CSeq()
    {
        var response = Sample.Parse(ResponseWriter.Write(Sample.Invite(), 486));

        Assert.False(response.IsRequest);
        Assert.Equal(486, response.StatusCode);
        Assert.Equal("Busy Here", Sample.Text(response.ReasonPhrase));
        Assert.Equal(SipMethod.Invite, response.Method);
        Assert.Null(response.RequestUri);
    }

    [Fact]
    public void Empty_lines_before_the_start_line_do_not_count()
    {
        var invite = Sample.Parse("\r\n\r\n" + Sample.Text(Sample.InviteBytes()));

        Assert.Equal(Sample.InviteBytes(), invite.Bytes.ToArray());
        Assert.Equal("Via", Sample.Text(invite.Header(0).NameText.Span));
    }

    [Fact]
    public void What_follows_the_body_in_a_datagram_is_ignored()
    {
        var invite = Sample.Parse(Sample.Text(Sample.InviteBytes()) + "INVITE sip:other SIP/2.0\r\n");

        Assert.Equal(Sample.InviteBytes(), invite.Bytes.ToArray());
        Assert.Equal(SipParseError.None, invite.Validate());
    }

    [Fact]
    public void Without_a_Content_Length_the_body_is_the_rest()
    {
        var invite = Sample.Parse(Sample.InviteWith("Content-Length", null));

        Assert.Equal(Sample.Body, Sample.Text(invite.Body.Span));
    }

    [Theory]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: five")]
    [InlineData("Content-Length: 6")]
    [InlineData("Content-Length: 99999999999999999999")]
    [InlineData("Content-Length: 5\r\nl: 4")]
    public void A_wrong_Content_Length_is_told(string line)
    {
        var invite = Sample.Parse(Sample.InviteWith("Content-Length", line));

        Assert.Equal(SipParseErrorKind.ContentLength, invite.Validate().Kind);
        Assert.Equal(Sample.Body, Sample.Text(invite.Body.Span));
    }

    [Fact]
    public void A_Content_Length_may_repeat_itself() =>
        Assert.Equal(
            SipParseError.None,
            Sample.Parse(Sample.InviteWith("Content-Length", "Content-Length: 5\r\nl: 05")).Validate());

    [Theory]
    [InlineData("Via", "Missing Via")]
    [InlineData("From", "Missing From")]
    [InlineData("To", "Missing To")]
    [InlineData("Call-ID", "Missing Call-ID")]
    [InlineData("CSeq", "Missing CSeq")]
    public void A_missing_header_is_named(string name, string detail)
    {
        var error = Sample.Parse(Sample.InviteWith(name, null)).Validate();

        Assert.Equal((SipParseErrorKind.Missing, detail), (error.Kind, error.Detail));
    }

    [Theory]
    [InlineData("From: <sip:x@example.com>;tag=2")]
    [InlineData("To: <sip:x@example.com>")]
    [InlineData("i: call-1@example.com")]
    [InlineData("CSeq: 7 INVITE")]
    [InlineData("Max-Forwards: 70")]
    public void A_header_that_stands_alone_may_not_repeat(string line)
    {
        var error = Sample.Invite(line).Validate();

        Assert.Equal(SipParseErrorKind.Value, error.Kind);
        Assert.StartsWith("Repeated ", error.Detail);
    }

    [Theory]
    [InlineData("2147483647", true)]
    [InlineData("2147483648", false)]
    [InlineData("4294967295", false)]
    [InlineData("4294967296", false)]
    [InlineData("", false)]
    public void CSeq_is_below_2_to_the_31(string number, bool fits)
    {
        var invite = Sample.Parse(Sample.InviteWith("CSeq", $"CSeq: {number} INVITE"));

        Assert.Equal(fits, invite.Validate() == SipParseError.None);
        Assert.Equal(uint.TryParse(number, out var value) ? value : null, invite.CSeq);
    }

    [Theory]
    [InlineData("255", 255)]
    [InlineData("0068", 68)]
    [InlineData("256", null)]
    [InlineData("-1", null)]
    public void MaxForwards_is_a_byte(string text, int? hops)
    {
        var invite = Sample.Parse(Sample.InviteWith("Max-Forwards", $"Max-Forwards: {text}"));

        Assert.Equal(hops, invite.MaxForwards);
        Assert.Equal(hops is not null, invite.Validate() == SipParseError.None);
    }

    [Fact]
    public void Joined_repeated_compact_and_folded_values_are_one_list()
    {
        var invite = Sample.Invite(
            "Route: <sip:a;lr>,<sip:b,c@x;lr> , \"x, \\\" y\" <sip:d;lr>", "rOUTE :", " <sip:e;lr>",
            "Route: <sip:f>;q=\",\"");

        Assert.Equal(
            ["<sip:a;lr>", "<sip:b,c@x;lr>", "\"x, \\\" y\" <sip:d;lr>", "<sip:e;lr>", "<sip:f>;q=\",\""],
            invite.ValueTexts(HeaderName.Route));
        Assert.Equal(5, invite.Routes!.Count);
    }

    [Fact]
    public void A_header_that_is_no_list_is_not_divided()
    {
        var invite = Sample.Invite("Subject: one, two", "Authorization: Digest a=\"b\", c=d");

        Assert.Equal(["one, two"], invite.ValueTexts(HeaderName.Subject));
        Assert.Equal(["Digest a=\"b\", c=d"], invite.ValueTexts(HeaderName.Authorization));
    }

    [Fact]
    public void Tokens_are_found_in_any_case()
    {
        var invite = Sample.Invite("Supported: path, GRUU", "k: outbound", "Require:");

        Assert.True(invite.HasToken(HeaderName.Supported, "gruu"u8));
        Assert.True(invite.HasToken(HeaderName.Supported, "Outbound"u8));
        Assert.False(invite.HasToken(HeaderName.Supported, "100rel"u8));
        Assert.Empty(invite.ValueTexts(HeaderName.Require));
    }

    [Fact]
    public void Unknown_headers_are_kept_byte_for_byte()
    {
        var invite = Sample.Invite("X-Odd:\u0001\u00ff ,;\t", "x-ODD : second");

        Assert.True(invite.TryGet("x-odd"u8, out var value));
        Assert.Equal("\u0001\u00ff ,;", Sample.Text(value.Span));
        Assert.Equal("X-Odd:\u0001\u00ff ,;\t\r\n", FieldText(invite, invite.HeaderCount - 2));
        Assert.Equal(HeaderName.Other, invite.Header(invite.HeaderCount - 1).Name);
        Assert.False(invite.TryGet("X-Other"u8, out _));
    }

    [Fact]
    public void Every_known_name_is_found_in_any_case()
    {
        foreach (var name in Enum.GetValues<HeaderName>())
        {
            if (name == HeaderName.Other) continue;
            var text = Sample.Text(Sip.Parsing.HeaderNames.Text(name));
            Assert.Equal(name, Sip.Parsing.HeaderNames.Find(Sample.Bytes(text)));
            Assert.Equal(name, Sip.Parsing.HeaderNames.Find(Sample.Bytes(text.ToUpperInvariant())));
            Assert.Equal(HeaderName.Other, Sip.Parsing.HeaderNames.Find(Sample.Bytes(text + "x")));
        }
    }

    [Theory]
    [InlineData("no colon here")]
    [InlineData(": no name")]
    [InlineData("two words: x")]
    public void A_line_that_is_no_header_is_told(string line)
    {
        var invite = Sample.Invite(line);

        Assert.Equal(SipParseErrorKind.HeaderLine, invite.Validate().Kind);
    }

    [Fact]
    public void A_star_is_no_address()
    {
        var register = Sample.Parse(Sample.InviteWith("Contact", "m: *"));
        var mixed = Sample.Parse(Sample.InviteWith("Contact", "m: *, <sip:a@b>"));

        Assert.True(register.ContactIsStar);
        Assert.Empty(register.Contacts!);
        Assert.False(mixed.ContactIsStar);
        Assert.Null(mixed.Contacts);
        Assert.Equal("Malformed Contact", mixed.Validate().Detail);
    }

    [Fact]
    public void A_head_that_does_not_end_is_refused_or_told()
    {
        var whole = Sample.Text(Sample.InviteBytes());
        var end = whole.IndexOf("\r\n\r\n", StringComparison.Ordinal);

        Assert.False(SipMessage.TryParse(Sample.Bytes(whole[..end]), out _, out var error));
        Assert.Equal(SipParseErrorKind.Truncated, error.Kind);
        Assert.Equal(SipParseErrorKind.Truncated, Sample.Parse(whole[..(end + 2)]).Validate().Kind);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", SipParseErrorKind.NotSip)]
    [InlineData("", SipParseErrorKind.NotSip)]
    [InlineData("\r\n\r\n", SipParseErrorKind.NotSip)]
    [InlineData("SIP/2.0\r\n\r\n", SipParseErrorKind.NotSip)]
    [InlineData("SIP/3.0 200 OK\r\n\r\n", SipParseErrorKind.Version)]
    [InlineData("SIP/2.0 099 Low\r\n\r\n", SipParseErrorKind.StartLine)]
    [InlineData("SIP/2.0 700 High\r\n\r\n", SipParseErrorKind.StartLine)]
    public void What_is_no_message_is_refused(string text, SipParseErrorKind kind)
    {
        Assert.False(SipMessage.TryParse(Sample.Bytes(text), out var message, out var error));
        Assert.Null(message);
        Assert.Equal(kind, error.Kind);
    }

    private static string FieldText(SipMessage message, int index)
    {
        var field = message.Header(index);
        return Sample.Text(message.Bytes.Span.Slice(field.Offset, field.Length));
    }
}
