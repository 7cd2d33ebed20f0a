using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Tests.Support;

namespace ServerlessSip.Sip.Tests.Parsing;

public sealed class StreamFramerTests
{
    [Fact]
    public void A_message_is_whole_at_its_last_byte_and_not_before()
    {
        var bytes = Sample.InviteBytes("Subject: folded", " on");
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(FrameKind.NeedMore, Next(bytes.AsSpan(0, length), out var consumed));
            Assert.Equal(0, consumed);
        }

        Assert.Equal(FrameKind.Message, Next([.. bytes, .. "INVITE"u8], out var whole));
        Assert.Equal(bytes.Length, whole);
    }

    [Theory]
    [InlineData("\r\n\r\n", FrameKind.Ping, 4)]
    [InlineData("\r\n\r\nINVITE", FrameKind.Ping, 4)]
    [InlineData("\r\n", FrameKind.Pong, 2)]
    [InlineData("\r\nINVITE", FrameKind.Pong, 2)]
    [InlineData("\r", FrameKind.NeedMore, 0)]
    [InlineData("\r\n\r", FrameKind.NeedMore, 0)]
    [InlineData("\rINVITE", FrameKind.Broken, 0)]
    public void Empty_lines_are_pings_and_pongs(string text, FrameKind kind, int length)
    {
        Assert.Equal(kind, Next(Sample.Bytes(text), out var consumed));
        Assert.Equal(length, consumed);
    }

    [Theory]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: x")]
    [InlineData("Content-Length: 5\r\nl: 6")]
    [InlineData(null)]
    public void Without_a_right_length_a_stream_cannot_go_on(string? line)
    {
        var kind = StreamFramer.Next(
            Sample.InviteWith("Content-Length", line), SipLimits.Default, out var length, out var error);

        Assert.Equal((FrameKind.Broken, SipParseErrorKind.ContentLength, 0), (kind, error.Kind, length));
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001")]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("SIP/2.0 4294967301 big\r\n")]
    public void What_is_not_SIP_breaks_at_once(string text) =>
        Assert.Equal(FrameKind.Broken, Next(Sample.Bytes(text), out _));

    [Fact]
    public void Both_readers_agree_where_a_message_of_the_corpus_ends()
    {
        foreach (var verdict in CorpusVerdicts.All.Where(v => v.Parses))
        {
            var bytes = Corpus.Read(verdict.File);
            if (Next(bytes, out var length) != FrameKind.Message) continue;
            Assert.Equal(Sample.Parse(bytes).Bytes.Length, length);
        }
    }

    private static FrameKind Next(ReadOnlySpan<byte> bytes, out int length) =>
        StreamFramer.Next(bytes, SipLimits.Default, out length, out _);
}
