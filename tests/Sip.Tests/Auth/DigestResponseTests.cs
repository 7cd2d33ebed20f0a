using System.Text;
using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Sip.Tests.Auth;

public sealed class DigestResponseTests
{
    /// <summary>RFC 7616 §3.9.1.</summary>
    private static DigestCredentials Mufasa(string algorithm, string response)
    {
        var text = $"""
            Digest username="Mufasa",
                realm="http-auth@example.org",
                uri="/dir/index.html",
                algorithm={algorithm},
                nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                nc=00000001,
                cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                qop=auth,
                response="{response}",
                opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
            """;
        Assert.True(DigestCredentials.TryParse(Encoding.ASCII.GetBytes(text), out var credentials));
        return credentials!;
    }

    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("MD5", "8CA523F5E9506FED4657C9700EEBDBEC")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_examples_of_RFC_7616_hold(string algorithm, string response)
    {
        var c = Mufasa(algorithm, response);
        var hash = DigestResponse.HashUser(c.Algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");
        Assert.True(DigestResponse.Verify(c, hash, "GET"u8));
        Assert.False(DigestResponse.Verify(c, hash, "PUT"u8));
        var wrong = DigestResponse.HashUser(c.Algorithm, "Mufasa", "http-auth@example.org", "Circle Of Life");
        Assert.False(DigestResponse.Verify(c, wrong, "GET"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("8ca523f5e9506fed4657c9700eebdbe")]
    [InlineData("8ca523f5e9506fed4657c9700eebdbec0")]
    [InlineData("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void A_response_of_another_length_is_wrong(string response)
    {
        var hash = DigestResponse.HashUser(DigestAlgorithm.Md5, "Mufasa", "http-auth@example.org", "Circle of Life");
        Assert.False(DigestResponse.Verify(Mufasa("MD5", response), hash, "GET"u8));
    }

    [Fact]
    public void Without_a_qop_the_response_is_that_of_RFC_2069()
    {
        // RFC 2617 §3.5's user, hashed as RFC 2069 §2.1.2 says: H(H(A1):nonce:H(A2)).
        var c = Legacy("MD5");
        var a1 = Hex("Mufasa:testrealm@host.com:Circle Of Life");
        var a2 = Hex("GET:/dir/index.html");
        var expected = Hex($"{a1}:dcd98b7102dd2f0e8b11d0f600bfb0c093:{a2}");
        Span<byte> hex = stackalloc byte[64];
        var length = DigestResponse.Compute(c, a1, "GET"u8, hex);
        Assert.Equal(expected, Encoding.ASCII.GetString(hex[..length]));
    }

    [Fact]
    public void Values_longer_than_the_stack_buffer_are_hashed_all_the_same()
    {
        var uri = "sip:" + new string('a', 5000);
        var c = Legacy("MD5") with { Uri = Encoding.ASCII.GetBytes(uri), Nonce = Encoding.ASCII.GetBytes(uri) };
        Span<byte> hex = stackalloc byte[64];
        var length = DigestResponse.Compute(c, "00", "GET"u8, hex);
        Assert.Equal(Hex($"00:{uri}:{Hex("GET:" + uri)}"), Encoding.ASCII.GetString(hex[..length]));
    }

    private static DigestCredentials Legacy(string algorithm)
    {
        var text = "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", uri=\"/dir/index.html\", "
            + $"nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", response=\"0\", algorithm={algorithm}";
        Assert.True(DigestCredentials.TryParse(Encoding.ASCII.GetBytes(text), out var credentials));
        return credentials!;
    }

    private static string Hex(string text) => Convert.ToHexStringLower(
        System.Security.Cryptography.MD5.HashData(Encoding.ASCII.GetBytes(text)));
}
