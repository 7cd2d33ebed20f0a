using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Tests.Support;

namespace ServerlessSip.Sip.Tests.Parsing;

/// <summary>Every limit at it and one past it.</summary>
public sealed class SipLimitsTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void MaxMessageBytes(int room, bool fits)
    {
        var bytes = Sample.InviteBytes();
        Check(bytes, new SipLimits { MaxMessageBytes = bytes.Length + room }, fits, nameof(SipLimits.MaxMessageBytes));
    }

    [Fact]
    public void A_stream_that_never_ends_its_message_breaks_at_MaxMessageBytes()
    {
        var limits = new SipLimits { MaxMessageBytes = 400 };
        var text = Sample.InviteWith("Content-Length", "Content-Length: 300");

        Assert.Equal(FrameKind.Broken, StreamFramer.Next(text, limits, out _, out var error));
        Assert.Equal(nameof(SipLimits.MaxMessageBytes), error.Detail);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, false)]
    public void MaxHeaders(int room, bool fits) =>
        Check(Sample.InviteBytes(), new SipLimits { MaxHeaders = 8 + room }, fits, nameof(SipLimits.MaxHeaders));

    [Fact]
    public void A_hundred_headers_pass_by_default_and_one_more_does_not()
    {
        var more = Enumerable.Range(0, 92).Select(i => $"X-{i}: {i}").ToArray();

        Check(Sample.InviteBytes(more), SipLimits.Default, true, "");
        Check(Sample.InviteBytes([.. more, "X: y"]), SipLimits.Default, false, nameof(SipLimits.MaxHeaders));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void MaxHeaderBytes(int length, bool fits)
    {
        var field = "X: a\r\n ".PadRight(length - 2, 'b');
        Check(Sample.InviteBytes(field), new SipLimits { MaxHeaderBytes = 100 }, fits,
            nameof(SipLimits.MaxHeaderBytes));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void MaxStartLineBytes(int length, bool fits)
    {
        var line = "INVITE sip:" + new string('b', length - "INVITE sip: SIP/2.0".Length) + " SIP/2.0";
        var bytes = Sample.Bytes(Sample.Join([line, .. Sample.InviteLines[1..]]) + "\r\n" + Sample.Body);
        Check(bytes, new SipLimits { MaxStartLineBytes = 100 }, fits, nameof(SipLimits.MaxStartLineBytes));
    }

    [Theory]
    [InlineData("Route", 3, true)]
    [InlineData("Route", 4, false)]
    [InlineData("Contact", 2, true)]
    [InlineData("Contact", 3, false)]
    [InlineData("Record-Route", 3, true)]
    [InlineData("Record-Route", 4, false)]
    public void MaxListValues(string name, int count, bool fits)
    {
        var limits = new SipLimits { MaxListValues = 3 };
        var line = $"{name}: " + string.Join(',', Enumerable.Range(0, count).Select(i => $"<sip:h{i};lr>"));
        Assert.True(SipMessage.TryParse(Sample.InviteBytes(line), out var message, out _, limits));

        var error = message!.Validate();

        Assert.Equal(fits ? null : nameof(SipLimits.MaxListValues), error.Detail);
        Assert.Equal(3, message.ValueTexts(HeaderNames.Find(Sample.Bytes(name))).Count);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_hundred_Vias_pass_and_one_more_does_not(int count, bool fits)
    {
        var line = "Via: " + string.Join(',', Enumerable.Range(0, count).Select(i => $"SIP/2.0/UDP h{i};branch=z{i}"));

        Assert.Equal(
            fits ? null : nameof(SipLimits.MaxListValues), Sample.Parse(Sample.InviteWith("Via",
                line)).Validate().Detail);
    }

    [Theory]
    [InlineData("From: <sip:a@b>", 3, true)]
    [InlineData("From: <sip:a@b>", 4, false)]
    [InlineData("Via: SIP/2.0/UDP h", 3, true)]
    [InlineData("Via: SIP/2.0/UDP h", 4, false)]
    public void MaxParameters(string line, int count, bool fits)
    {
        line += string.Concat(Enumerable.Range(0, count).Select(i => $";p{i}=1"));
        var bytes = Sample.InviteWith(line[..line.IndexOf(':')], line);
        Assert.True(SipMessage.TryParse(bytes, out var message, out _, new SipLimits { MaxParameters = 3 }));

        Assert.Equal(fits ? null : nameof(SipLimits.MaxParameters), message!.Validate().Detail);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_uri_has_as_many_parameters_as_a_value(int count, bool fits) =>
        Assert.Equal(fits, SipUri.TryParse("sip:a@b" + string.Concat(Enumerable.Repeat(";p", count)), out _));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_uri_has_as_many_headers_as_parameters(int count, bool fits) =>
        Assert.Equal(
            fits, SipUri.TryParse("sip:a@b?" + string.Join('&', Enumerable.Repeat("h=1", count)), out _));

    [Fact]
    public void What_we_make_ourselves_may_be_longer_than_what_is_received()
    {
        var bytes = Sample.InviteBytes([.. Enumerable.Repeat($"X: {new string('x', 500)}", 200)]);
        Assert.False(SipMessage.TryParse(bytes, out _, out _, SipLimits.Default));

        Assert.True(SipMessage.TryParse(bytes, out var message, out _));
        Assert.Equal(SipParseError.None, message!.Validate());
    }

    private static void Check(byte[] bytes, SipLimits limits, bool fits, string name)
    {
        Assert.Equal(fits, SipMessage.TryParse(bytes, out _, out var error, limits));
        var frame = StreamFramer.Next(bytes, limits, out _, out var frameError);
        Assert.Equal(fits ? FrameKind.Message : FrameKind.Broken, frame);
        if (fits) return;
        Assert.Equal((SipParseErrorKind.TooLarge, name), (error.Kind, error.Detail));
        Assert.Equal((SipParseErrorKind.TooLarge, name), (frameError.Kind, frameError.Detail));
    }
}
