using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Sip.Tests.Properties;

public sealed class AnyInputProperties
{
    [Fact]
    public void No_bytes_throw() => Property.Holds(Generators.Anything, bytes => Exercise.Everything(bytes), 2000);

    [Fact]
    public void No_value_throws() => Property.Holds(Generators.Separators, Exercise.Value, 2000);

    [Fact]
    public void The_head_scan_and_the_message_read_the_same() => Property.Holds(
        Generators.Anything,
        bytes =>
        {
            if (!SipMessage.TryParse(bytes, out var message,
                out _) || message!.Validate() != SipParseError.None) return;
            Assert.True(SipHead.TryScan(bytes, out var head, out var error), error.ToString());
            Assert.Equal((message.IsRequest, message.StatusCode, message.Method), (head.IsRequest, head.StatusCode,
                head.Method));
            Assert.Equal(message.CSeq, head.CSeq);
            Assert.True(head.CallId.SequenceEqual(message.CallId));
            Assert.True(head.FromTag.SequenceEqual(message.FromTag));
            Assert.True(head.ToTag.SequenceEqual(message.ToTag));
            Assert.True(head.ViaBranch.SequenceEqual(message.TopVia!.Branch));
            Assert.True(head.ViaSentBy.SequenceEqual(message.TopVia.SentBy));
            Assert.True(head.RequestUri.SequenceEqual(message.RequestUriText.Span));
        },
        2000);

    [Fact]
    public void A_framed_message_parses_to_the_same_length() => Property.Holds(
        Generators.Anything,
        bytes =>
        {
            if (StreamFramer.Next(bytes, SipLimits.Default, out var length, out _) != FrameKind.Message) return;
            Assert.True(SipMessage.TryParse(bytes.AsMemory(0, length), out var message, out _));
            Assert.Equal(length, message!.Bytes.Length);
        },
        2000);
}
