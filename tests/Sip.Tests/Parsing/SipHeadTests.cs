using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Parsing;
using ServerlessSip.Sip.Tests.Support;

namespace ServerlessSip.Sip.Tests.Parsing;

public sealed class SipHeadTests
{
    [Fact]
    public void A_head_gives_what_a_relay_reads()
    {
        var bytes = Sample.InviteBytes("Route: <sip:p;lr>, <sip:q>");

        Assert.True(SipHead.TryScan(bytes, out var head, out _));

        Assert.True(head.IsRequest);
        Assert.Equal(SipMethod.Invite, head.Method);
        Assert.Equal("sip:bob@example.com", Sample.Text(head.RequestUri));
        Assert.Equal("SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bKone;rport", Sample.Text(head.TopVia));
        Assert.Equal(Sample.Text(bytes).IndexOf("SIP/2.0/UDP", StringComparison.Ordinal), head.TopViaOffset);
        Assert.Equal("UDP", Sample.Text(head.ViaTransport));
        Assert.Equal("192.0.2.1:5062", Sample.Text(head.ViaSentBy));
        Assert.Equal("z9hG4bKone", Sample.Text(head.ViaBranch));
        Assert.Equal(5062, head.ViaPort);
        Assert.Equal(("a1", ""), (Sample.Text(head.FromTag), Sample.Text(head.ToTag)));
        Assert.Equal("call-1@example.com", Sample.Text(head.CallId));
        Assert.Equal((7u, SipMethod.Invite), (head.CSeq, head.CSeqMethod));
        Assert.Equal("<sip:p;lr>", Sample.Text(head.TopRoute));
        Assert.Equal(Sample.Body.Length, head.ContentLength);
        Assert.Equal(bytes.Length - Sample.Body.Length, head.HeadLength);
    }

    [Theory]
    [InlineData("h;rport", 0, "h;rport")]
    [InlineData("h ; RPORT ;branch=x", 0, "h ; RPORT")]
    [InlineData("h;branch=x;rport=5099;a", 5099, "h;branch=x;rport")]
    [InlineData("h;branch=x;rport=", 0, null)]
    [InlineData("h;branch=\";rport\"", 0, null)]
    public void The_place_of_rport_is_after_its_name(string tail, int port, string? before)
    {
        var bytes = Sample.InviteWith("Via", "\tVia:".Trim() + " SIP/2.0/UDP " + tail);

        Assert.True(SipHead.TryScan(bytes, out var head, out _));

        Assert.Equal(port, head.ViaRPort);
        if (before is null) Assert.Equal(-1, head.ViaRPortOffset);
        else Assert.EndsWith("UDP " + before, Sample.Text(bytes.AsSpan(0, head.ViaRPortOffset)));
    }

    [Fact]
    public void Offsets_count_from_the_first_byte_even_after_empty_lines()
    {
        byte[] bytes = [.. "\r\n"u8, .. Sample.InviteBytes()];

        Assert.True(SipHead.TryScan(bytes, out var head, out _));

        Assert.Equal((byte)'S', bytes[head.TopViaOffset]);
        Assert.Equal(bytes.Length - Sample.Body.Length, head.HeadLength);
    }

    [Fact]
    public void A_response_head_has_its_status_and_its_CSeq_method()
    {
        Assert.True(SipHead.TryScan(ResponseWriter.Write(Sample.Invite(), 180, toTag: "b2"u8), out var head, out _));

        Assert.Equal((false, 180, SipMethod.Invite), (head.IsRequest, head.StatusCode, head.Method));
        Assert.Equal("b2", Sample.Text(head.ToTag));
    }

    [Fact]
    public void A_CSeq_too_large_is_read_as_the_largest_so_that_it_can_be_answered()
    {
        Assert.True(SipHead.TryScan(Sample.InviteWith("CSeq", "CSeq: 36893488147419103232 INVITE"), out var head,
            out _));

        Assert.Equal(uint.MaxValue, head.CSeq);
    }

    [Theory]
    [InlineData("Via")]
    [InlineData("From")]
    [InlineData("To")]
    [InlineData("Call-ID")]
    [InlineData("CSeq")]
    public void A_head_that_cannot_be_answered_is_refused(string name)
    {
        Assert.False(SipHead.TryScan(Sample.InviteWith(name, null), out _, out var error));

        Assert.Equal((SipParseErrorKind.Missing, "Missing " + name), (error.Kind, error.Detail));
    }

    [Fact]
    public void A_head_scan_allocates_nothing()
    {
        var bytes = Sample.InviteBytes("Route: <sip:p;lr>");
        SipHead.TryScan(bytes, out _, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++) SipHead.TryScan(bytes, out _, out _);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
