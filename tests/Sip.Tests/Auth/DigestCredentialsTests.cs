using System.Text;
using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Sip.Tests.Auth;

public sealed class DigestCredentialsTests
{
    private const string Least = "username=\"a\", realm=\"r\", nonce=\"n\", uri=\"sip:r\", response=\"0\"";

    private static DigestCredentials? Parse(string text) =>
        DigestCredentials.TryParse(Encoding.UTF8.GetBytes(text), out var credentials) ? credentials : null;

    [Fact]
    public void Every_parameter_is_read()
    {
        var c = Parse("""
            Digest username="bob",realm="biloxi.com" ,  nonce="dcd98b7102dd" , uri="sip:bob@biloxi.com",
             qop=auth, nc=0000001a, cnonce="0a4f113b", response="6629fae49393a05397450978507c4ef1",
             opaque="5ccc", algorithm=SHA-256
            """)!;
        Assert.Equal(("bob", "biloxi.com"), (c.Username, c.Realm));
        Assert.Equal("dcd98b7102dd"u8, c.Nonce.Span);
        Assert.Equal("sip:bob@biloxi.com"u8, c.Uri.Span);
        Assert.Equal("auth"u8, c.Qop.Span);
        Assert.Equal("0a4f113b"u8, c.Cnonce.Span);
        Assert.Equal("0000001a"u8, c.NonceCountText.Span);
        Assert.Equal(26u, c.NonceCount);
        Assert.Equal("6629fae49393a05397450978507c4ef1"u8, c.Response.Span);
        Assert.Equal(DigestAlgorithm.Sha256, c.Algorithm);
    }

    [Fact]
    public void Names_and_the_scheme_have_no_case_and_folds_are_white_space()
    {
        var c = Parse("dIGEST\r\n USERNAME = \"a\",\r\n\tRealm=\"r\", nonce=\"n\", uri=\"sip:r\", response=\"0\"");
        Assert.Equal("a", c!.Username);
    }

    [Fact]
    public void Escapes_are_resolved_in_user_and_realm_and_kept_in_what_is_hashed()
    {
        var c = Parse("""Digest username="a\"b\\", realm="r\,", nonce="n\"", uri="sip:a,b", response="0" """)!;
        Assert.Equal("a\"b\\", c.Username);
        Assert.Equal("r,", c.Realm);
        Assert.Equal("n\\\""u8, c.Nonce.Span);
        Assert.Equal("sip:a,b"u8, c.Uri.Span);
    }

    [Fact]
    public void Quotes_too_many_or_too_few_are_forgiven()
    {
        var c = Parse(
            "Digest username=a,realm=r,nonce=n==,uri=sip:r;x=y,response=0,qop=\"auth\",nc=\"1\",algorithm=\"md5\"")!;
        Assert.Equal("n=="u8, c.Nonce.Span);
        Assert.Equal("sip:r;x=y"u8, c.Uri.Span);
        Assert.Equal("auth"u8, c.Qop.Span);
        Assert.Equal(1u, c.NonceCount);
        Assert.Equal(DigestAlgorithm.Md5, c.Algorithm);
    }

    [Theory]
    [InlineData("", DigestAlgorithm.Md5)]
    [InlineData(", algorithm=MD5", DigestAlgorithm.Md5)]
    [InlineData(", algorithm=sha-256", DigestAlgorithm.Sha256)]
    [InlineData(", algorithm=MD5-sess", DigestAlgorithm.None)]
    [InlineData(", algorithm=SHA-512-256", DigestAlgorithm.None)]
    public void The_algorithm_is_MD5_when_none_is_written(string text, DigestAlgorithm algorithm) =>
        Assert.Equal(algorithm, Parse("Digest " + Least + text)!.Algorithm);

    [Theory]
    [InlineData("")]
    [InlineData("Digest")]
    [InlineData("Basic YTpi")]
    [InlineData("Digest realm=\"r\", nonce=\"n\", uri=\"sip:r\", response=\"0\"")]
    [InlineData("Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"sip:r\"")]
    [InlineData("Digest " + Least + ", realm=\"s\"")]
    [InlineData("Digest " + Least + ", nc=000000001")]
    [InlineData("Digest " + Least + ", nc=xyz")]
    [InlineData("Digest " + Least + ", cnonce=\"open")]
    [InlineData("Digest " + Least + ", cnonce=\"open\\\"")]
    [InlineData("Digest " + Least + ", cnonce=\"open\\")]
    [InlineData("Digest " + Least + ", =x")]
    [InlineData("Digest " + Least + ", x")]
    [InlineData("Digest " + Least + " x=y")]
    [InlineData("Digest " + Least + ", x=")]
    public void What_is_against_the_grammar_is_refused(string text) => Assert.Null(Parse(text));

    [Fact]
    public void What_is_written_is_read_again()
    {
        var c = Parse("""
            Digest username="a\"", realm="r\\", nonce="n", uri="u", response="0", qop=auth, nc=00000001, cnonce="c"
            """)!;
        var again = Parse(c.Write())!;
        Assert.Equal((c.Username, c.Realm, c.NonceCount, c.Algorithm),
            (again.Username, again.Realm, 1u, again.Algorithm));
        Assert.Equal(c.Cnonce.Span, again.Cnonce.Span);
    }

    [Fact]
    public void The_response_is_not_in_the_text_that_a_log_would_show() =>
        Assert.DoesNotContain("6629", Parse("Digest " + Least.Replace("\"0\"", "\"6629\""))!.ToString());
}
