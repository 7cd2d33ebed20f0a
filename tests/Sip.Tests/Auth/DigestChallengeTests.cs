using System.Text;
using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Sip.Tests.Auth;

public sealed class DigestChallengeTests
{
    private static DigestChallenge Challenge =>
        new() { Realm = "localhost", Nonce = "abc", Algorithm = DigestAlgorithm.Md5 };

    [Fact]
    public void A_challenge_names_its_algorithm_and_offers_auth() => Assert.Equal(
        "Digest realm=\"localhost\", nonce=\"abc\", qop=\"auth\", algorithm=MD5", Challenge.Write());

    [Fact]
    public void A_stale_challenge_says_so() => Assert.Equal(
        "Digest realm=\"localhost\", nonce=\"abc\", qop=\"auth\", algorithm=SHA-256, stale=TRUE",
        (Challenge with { Algorithm = DigestAlgorithm.Sha256, Stale = true }).Write());

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("a \"quoted\" \\ realm", false)]
    public void What_is_written_is_read_again(string realm, bool stale)
    {
        var written = Challenge with { Realm = realm, Stale = stale };
        Assert.True(DigestChallenge.TryParse(Encoding.UTF8.GetBytes(written.Write()), out var read));
        Assert.Equal(written, read);
    }

    [Fact]
    public void A_challenge_of_another_server_is_read()
    {
        var text = "Digest realm=\"r\",nonce=\"n\",opaque=\"o\",qop=\"auth-int,auth\",stale=False,domain=\"sip:x\"";
        Assert.True(DigestChallenge.TryParse(Encoding.ASCII.GetBytes(text), out var read));
        Assert.Equal((DigestAlgorithm.Md5, false, true), (read!.Algorithm, read.Stale, read.OffersAuth));
    }

    [Theory]
    [InlineData("Basic realm=\"r\"")]
    [InlineData("Digest realm=\"r\"")]
    [InlineData("Digest nonce=\"n\"")]
    [InlineData("Digest realm=\"r\", nonce=\"n")]
    public void What_cannot_be_answered_is_refused(string text) =>
        Assert.False(DigestChallenge.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
