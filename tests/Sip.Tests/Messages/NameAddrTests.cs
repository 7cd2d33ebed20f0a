using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Tests.Support;

namespace ServerlessSip.Sip.Tests.Messages;

public sealed class NameAddrTests
{
    [Theory]
    [InlineData("\"A \\\"<x>\\\" B\" <sip:a@b;p=1>;tag=t", "A \\\"<x>\\\" B", "sip:a@b;p=1", "t")]
    [InlineData("Alice Smith<sip:a@b>;x;TAG = t", "Alice Smith", "sip:a@b", "t")]
    [InlineData("<sip:a@b>", "", "sip:a@b", "")]
    [InlineData("sip:a@b;tag=t;p=1", "", "sip:a@b", "t")]
    [InlineData("<tel:+123>;q=\"a;tag=no\";tag=yes", "", "tel:+123", "yes")]
    public void An_address_gives_its_parts(string text, string display, string uri, string tag)
    {
        Assert.True(NameAddr.TryParse(Sample.Bytes(text), out var address));

        Assert.Equal(display, Sample.Text(address!.DisplayName));
        Assert.Equal(uri, address.Uri.ToString());
        Assert.Equal(tag, Sample.Text(address.Tag));
        Assert.Equal(text, Sample.Text(address.Text.Span));
    }

    [Fact]
    public void Parameters_are_the_headers_and_not_the_uris()
    {
        Assert.True(NameAddr.TryParse(Sample.Bytes("<sip:a@b;inner=1>;Outer=2;+sip.instance=\"<urn:x>\""),
            out var address));

        Assert.False(address!.TryGetParameter("inner"u8, out _));
        Assert.True(address.TryGetParameter("outer"u8, out var outer));
        Assert.Equal("2", Sample.Text(outer));
        Assert.True(address.TryGetParameter("+sip.instance"u8, out var instance));
        Assert.Equal("<urn:x>", Sample.Text(instance));
        Assert.Equal(";Outer=2;+sip.instance=\"<urn:x>\"", Sample.Text(address.ParametersText.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"open <sip:a@b>")]
    [InlineData("\"ok\" sip:a@b")]
    [InlineData("<sip:a@b")]
    [InlineData("< sip:a@b >")]
    [InlineData("Bell, A <sip:a@b>")]
    [InlineData("<sip:a@b> x")]
    [InlineData("<sip:a@b>;")]
    [InlineData("<sip:a@b>;;")]
    [InlineData("<sip:a@b>;tag=")]
    [InlineData("<sip:a@b>;tag=\"x")]
    [InlineData("<sip:a@b>;tag=a b")]
    [InlineData("sip:a@b?x=y")]
    [InlineData("sip:a@b,sip:c@d")]
    [InlineData("*")]
    public void An_address_against_the_grammar_is_refused(string text) =>
        Assert.False(NameAddr.TryParse(Sample.Bytes(text), out _));

    [Theory]
    [InlineData("SIP/2.0/UDP a.example:5070;branch=z9hG4bK1;rport", "UDP", "a.example:5070", "a.example", 5070,
        "z9hG4bK1")]
    [InlineData("SIP / 2.0 / TLS  [2001:db8::1] : 5061 ; BRANCH = x", "TLS", "[2001:db8::1] : 5061", "2001:db8::1",
        5061, "x")]
    [InlineData("SIP/2.0/tcp 192.0.2.1", "tcp", "192.0.2.1", "192.0.2.1", 0, "")]
    public void A_Via_gives_its_parts(string text, string transport, string sentBy, string host, int port,
        string branch)
    {
        Assert.True(Via.TryParse(Sample.Bytes(text), out var via));

        Assert.Equal(transport, Sample.Text(via!.Transport));
        Assert.Equal(sentBy, Sample.Text(via.SentBy));
        Assert.Equal(host, Sample.Text(via.Host));
        Assert.Equal(port, via.Port);
        Assert.Equal(branch, Sample.Text(via.Branch));
    }

    [Theory]
    [InlineData("SIP/2.0/UDP h;rport", true, 0)]
    [InlineData("SIP/2.0/UDP h;rport=5066", true, 5066)]
    [InlineData("SIP/2.0/UDP h;rport=70000", true, 0)]
    [InlineData("SIP/2.0/UDP h;xrport=1", false, 0)]
    public void Rport_may_be_empty(string text, bool has, int port)
    {
        Assert.True(Via.TryParse(Sample.Bytes(text), out var via));

        Assert.Equal((has, port), (via!.HasRPort, via.RPort));
    }

    [Theory]
    [InlineData("SIP/2.0/UDP h;received=2001:db8::1")]
    [InlineData("SIP/2.0/UDP h;received=[2001:db8::1]")]
    public void Received_has_no_brackets(string text)
    {
        Assert.True(Via.TryParse(Sample.Bytes(text), out var via));

        Assert.Equal("2001:db8::1", Sample.Text(via!.Received));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SIP/2.0/UDP")]
    [InlineData("SIP/2.0/UDP ")]
    [InlineData("SIP/2.0 h")]
    [InlineData("SIP/2.0/ h")]
    [InlineData("/2.0/UDP h")]
    [InlineData("SIP/2.0/UDP h i")]
    [InlineData("SIP/2.0/UDP h:x")]
    [InlineData("SIP/2.0/UDP h:99999")]
    [InlineData("SIP/2.0/UDP h;;branch=x")]
    [InlineData("SIP/2.0/UDP ;branch=x")]
    public void A_Via_against_the_grammar_is_refused(string text) =>
        Assert.False(Via.TryParse(Sample.Bytes(text), out _));
}
