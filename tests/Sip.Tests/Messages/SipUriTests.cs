using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Tests.Support;

namespace ServerlessSip.Sip.Tests.Messages;

public sealed class SipUriTests
{
    [Fact]
    public void A_sip_uri_gives_its_parts()
    {
        var uri = Parse("sips:al%69ce;x=1:pa+ss@Example.COM:5061;transport=tcp;lr?Subject=hi&x=%20");

        Assert.Equal(SipScheme.Sips, uri.Scheme);
        Assert.Equal("al%69ce;x=1", Sample.Text(uri.User));
        Assert.Equal("alice;x=1", uri.UnescapedUser);
        Assert.Equal("pa+ss", Sample.Text(uri.Password));
        Assert.Equal("example.com", uri.HostText);
        Assert.Equal(5061, uri.Port);
        Assert.True(uri.TryGetParameter("TRANSPORT"u8, out var transport));
        Assert.Equal("tcp", Sample.Text(transport));
        Assert.True(uri.TryGetParameter("lr"u8, out var lr) && lr.IsEmpty);
        Assert.False(uri.TryGetParameter("maddr"u8, out _));
        Assert.Equal("Subject=hi&x=%20", Sample.Text(uri.Headers));
    }

    [Theory]
    [InlineData("sip:user@[2001:db8::1]:5070", "2001:db8::1", 5070)]
    [InlineData("sip:[2001:db8::10:5070]", "2001:db8::10:5070", 0)]
    [InlineData("sip:[2001:db8:::192.0.2.1];lr", "2001:db8:::192.0.2.1", 0)]
    public void An_IPv6_reference_loses_its_brackets(string text, string host, int port)
    {
        var uri = Parse(text);

        Assert.True(uri.HostIsIPv6);
        Assert.Equal((host, port), (uri.HostText, uri.Port));
    }

    [Fact]
    public void An_escaped_parameter_name_is_read_once()
    {
        var uri = Parse("sip:a@b;%6C%72;n%61me=v%2541");

        Assert.True(uri.TryGetParameter("lr"u8, out _));
        Assert.True(uri.TryGetParameter("name"u8, out var value));
        Assert.Equal("v%2541", Sample.Text(value));
        Assert.Equal("v%41", Parse("sip:v%2541@b").UnescapedUser);
    }

    [Fact]
    public void A_NUL_does_not_cut_the_user() =>
        Assert.Equal("null-\0-null", Parse("sip:null-%00-null@b").UnescapedUser);

    [Fact]
    public void A_tel_uri_has_a_number_and_no_host()
    {
        var uri = Parse("tel:+1-201-555-0123;phone-context=example.com");

        Assert.Equal(SipScheme.Tel, uri.Scheme);
        Assert.Equal("+1-201-555-0123", Sample.Text(uri.User));
        Assert.True(uri.Host.IsEmpty);
        Assert.True(uri.TryGetParameter("phone-context"u8, out _));
    }

    [Theory]
    [InlineData("urn:service:sos")]
    [InlineData("soap.beep://192.0.2.103:3002")]
    [InlineData("isbn:2983792873")]
    public void Another_scheme_is_kept_as_it_is(string text)
    {
        var uri = Parse(text);

        Assert.Equal(SipScheme.Other, uri.Scheme);
        Assert.Equal(text, uri.ToString());
        Assert.Equal(text[..text.IndexOf(':')], Sample.Text(uri.SchemeText));
        Assert.True(uri.Host.IsEmpty && uri.User.IsEmpty && uri.Headers.IsEmpty);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sip:")]
    [InlineData("bob")]
    [InlineData("1sip:bob@b")]
    [InlineData("sip:@b")]
    [InlineData("sip:a@")]
    [InlineData("sip:a@b@c")]
    [InlineData("sip:a b@c")]
    [InlineData("sip:a@b c")]
    [InlineData("sip:a@b : 5060")]
    [InlineData("sip:a@b:0")]
    [InlineData("sip:a@b:65536")]
    [InlineData("sip:a@b:")]
    [InlineData("sip:a@[::1")]
    [InlineData("sip:a@[]")]
    [InlineData("sip:2001:db8::10")]
    [InlineData("sip:a%@b")]
    [InlineData("sip:a%4@b")]
    [InlineData("sip:a%4g@b")]
    [InlineData("sip:a@b;")]
    [InlineData("sip:a@b;;lr")]
    [InlineData("sip:a@b;=x")]
    [InlineData("sip:a@b?")]
    [InlineData("sip:a@b>")]
    [InlineData("tel:")]
    [InlineData("tel:bob!")]
    [InlineData("http:")]
    [InlineData("http:a b")]
    public void A_uri_against_the_grammar_is_refused(string text) =>
        Assert.False(SipUri.TryParse(text, out _));

    // RFC 3261 §19.1.4, the examples of both lists.
    [Theory]
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp", true)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;security=on", true)]
    [InlineData("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on", true)]
    [InlineData("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
        "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com", true)]
    [InlineData("sip:alice@atlanta.com?subject=project%20x&priority=urgent",
        "sip:alice@atlanta.com?priority=urgent&subject=project%20x", true)]
    [InlineData("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp", false)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting", false)]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off", false)]
    [InlineData("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", false)]
    [InlineData("sip:bob@biloxi.com", "sips:bob@biloxi.com", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;maddr=x", false)]
    [InlineData("sip:a%3Bb@x", "sip:a;b@x", false)]
    [InlineData("tel:+1-201-555-0123", "tel:+12015550123", true)]
    [InlineData("tel:+12015550123;ext=1", "tel:+12015550123", false)]
    [InlineData("urn:service:sos", "URN:service:sos", true)]
    [InlineData("urn:service:sos", "urn:service:SOS", false)]
    public void Equivalence_is_that_of_the_RFC(string a, string b, bool expected)
    {
        Assert.Equal(expected, SipUri.Equivalent(Parse(a), Parse(b)));
        Assert.Equal(expected, SipUri.Equivalent(Parse(b), Parse(a)));
    }

    private static SipUri Parse(string text)
    {
        Assert.True(SipUri.TryParse(text, out var uri), text);
        return uri!;
    }
}
