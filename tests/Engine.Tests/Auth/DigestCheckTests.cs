using System.Text;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Auth;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Auth;

public sealed class DigestCheckTests
{
    private readonly AuthWorld _world = new();

    [Fact]
    public void The_right_password_is_accepted() =>
        Assert.Equal(DigestVerdict.Ok, _world.Check(AuthWorld.Answer(_world.Challenge()), AuthWorld.Alice));

    [Theory]
    [InlineData("Alice", true)]
    [InlineData("ALICE", true)]
    [InlineData("alice@example.com", true)]
    [InlineData("alice@second.example", true)]
    [InlineData("Alice@second.example", true)]
    [InlineData("aLiCe", false)]
    [InlineData("alice@elsewhere.net", false)]
    public void A_user_may_be_written_with_capitals_and_with_any_served_domain(string written, bool known)
    {
        _world.Settings = _world.Settings with { Domains = new DomainSet(["example.com", "second.example"], []) };
        var alice = UserCredentials.FromPassword("alice", "example.com", "pw", "example.com", "second.example");
        foreach (var algorithm in new[] { DigestAlgorithm.Md5, DigestAlgorithm.Sha256 })
        {
            _world.Settings = _world.Settings with { DigestAlgorithms = [algorithm] };
            _world.Input++;
            var given = AuthWorld.Answer(_world.Challenge(), user: written);
            Assert.Equal(known ? DigestVerdict.Ok : DigestVerdict.Wrong, _world.Check(given, alice));
        }
    }

    [Fact]
    public void A_wrong_password_an_unknown_user_and_anothers_hashes_are_wrong()
    {
        var challenge = _world.Challenge();
        Assert.Equal(DigestVerdict.Wrong, _world.Check(AuthWorld.Answer(challenge, password: "x"), AuthWorld.Alice));
        Assert.Equal(DigestVerdict.Wrong, _world.Check(AuthWorld.Answer(challenge), null));
        Assert.Equal(DigestVerdict.Wrong, _world.Check(AuthWorld.Answer(challenge, user: "bob"), AuthWorld.Alice));
        Assert.Empty(_world.Nonces);
    }

    [Fact]
    public void The_hash_that_stands_for_no_user_is_no_password()
    {
        var given = AuthWorld.Answer(_world.Challenge());
        Span<byte> hex = stackalloc byte[64];
        var length = DigestResponse.Compute(given, new string('0', 64), "INVITE"u8, hex);
        Assert.Equal(DigestVerdict.Wrong, _world.Check(given with { Response = hex[..length].ToArray() }, null));
    }

    [Theory]
    [InlineData(300, DigestVerdict.Ok)]
    [InlineData(301, DigestVerdict.Stale)]
    [InlineData(-60, DigestVerdict.Ok)]
    [InlineData(-61, DigestVerdict.Stale)]
    public void A_nonce_is_good_for_its_life_and_not_a_second_longer(int seconds, DigestVerdict verdict)
    {
        var given = AuthWorld.Answer(_world.Challenge());
        _world.Now += TimeSpan.FromSeconds(seconds);
        Assert.Equal(verdict, _world.Check(given, AuthWorld.Alice));
    }

    [Fact]
    public void An_old_nonce_with_a_wrong_password_is_wrong_not_stale()
    {
        var given = AuthWorld.Answer(_world.Challenge(), password: "x");
        _world.Now += TimeSpan.FromHours(1);
        Assert.Equal(DigestVerdict.Wrong, _world.Check(given, AuthWorld.Alice));
    }

    [Theory]
    [InlineData(ActorKind.Call, 43)]
    [InlineData(ActorKind.Location, 42)]
    public void A_nonce_of_another_actor_is_stale(ActorKind kind, int hash)
    {
        var given = AuthWorld.Answer(_world.Challenge());
        _world.Self = new ActorKey(kind, (UInt128)hash);
        Assert.Equal(DigestVerdict.Stale, _world.Check(given, AuthWorld.Alice));
    }

    [Fact]
    public void A_nonce_of_an_unknown_secret_or_of_no_one_is_stale()
    {
        var challenge = _world.Challenge();
        foreach (var nonce in new[] { "x", challenge.Nonce[..^1], challenge.Nonce + "A", "A" + challenge.Nonce[1..] })
        {
            var given = AuthWorld.Answer(challenge with { Nonce = nonce });
            Assert.Equal(DigestVerdict.Stale, _world.Check(given, AuthWorld.Alice));
        }

        _world.Settings = _world.Settings with { Keys = new TokenKeys("the secret of tomorrow!"u8) };
        Assert.Equal(DigestVerdict.Stale, _world.Check(AuthWorld.Answer(challenge), AuthWorld.Alice));
    }

    [Fact]
    public void A_nonce_of_the_previous_secret_is_good_on_another_instance()
    {
        var given = AuthWorld.Answer(_world.Challenge());
        var keys = new TokenKeys("the secret of tomorrow!"u8, "a secret of at least 16 bytes"u8);
        _world.Settings = _world.Settings with { Keys = keys };
        Assert.Equal(DigestVerdict.Ok, _world.Check(given, AuthWorld.Alice));
    }

    [Fact]
    public void The_legacy_form_without_qop_is_accepted_once_a_nonce()
    {
        var given = AuthWorld.Answer(_world.Challenge(), qop: "");
        Assert.Equal(DigestVerdict.Ok, _world.Check(given, AuthWorld.Alice));
        Assert.Equal(DigestVerdict.Replayed, _world.Check(given, AuthWorld.Alice));
    }

    [Fact]
    public void A_qop_that_was_not_offered_and_a_count_of_zero_are_wrong()
    {
        var challenge = _world.Challenge();
        Assert.Equal(DigestVerdict.Wrong, _world.Check(AuthWorld.Answer(challenge, qop: "auth-int"), AuthWorld.Alice));
        Assert.Equal(DigestVerdict.Wrong, _world.Check(AuthWorld.Answer(challenge, count: 0), AuthWorld.Alice));
    }

    [Fact]
    public void Without_credentials_of_our_realm_there_are_none()
    {
        var good = AuthWorld.Answer(_world.Challenge());
        var foreign = (good with { Realm = "elsewhere.net" }).Write();
        const string Empty =
            "Digest username=\"alice\", realm=\"example.com\", nonce=\"\", uri=\"sip:x\", response=\"\"";
        Assert.Equal(DigestVerdict.NoCredentials, _world.Check(AuthWorld.Invite(), AuthWorld.Alice));
        Assert.Equal(DigestVerdict.NoCredentials,
            _world.Check(AuthWorld.Invite(foreign, Empty, "Digest"), AuthWorld.Alice));
        Assert.Equal(DigestVerdict.Ok, _world.Check(AuthWorld.Invite(foreign, Empty, good.Write()), AuthWorld.Alice));
    }

    [Fact]
    public void Credentials_for_the_user_agent_are_not_for_the_proxy()
    {
        var invite = AuthWorld.Invite(AuthWorld.Answer(_world.Challenge()).Write());
        Assert.Equal("alice", DigestCheck.User(invite, proxy: true, _world.Env));
        Assert.Null(DigestCheck.User(invite, proxy: false, _world.Env));
    }

    [Fact]
    public void Only_an_algorithm_that_we_offer_counts()
    {
        var sha = AuthWorld.Answer(_world.Challenge() with { Algorithm = DigestAlgorithm.Sha256 });
        Assert.Equal(DigestVerdict.NoCredentials, _world.Check(sha, AuthWorld.Alice));
        _world.Settings = _world.Settings with { DigestAlgorithms = [DigestAlgorithm.Sha256] };
        Assert.Equal(DigestVerdict.Ok, _world.Check(sha, AuthWorld.Alice));
        var md5 = AuthWorld.Answer(_world.Challenge() with { Algorithm = DigestAlgorithm.Md5 });
        Assert.Equal(DigestVerdict.NoCredentials, _world.Check(md5, AuthWorld.Alice));
    }

    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("ALICE", "alice")]
    [InlineData("alice@example.com", "alice")]
    [InlineData("alice@LOCALHOST", "alice")]
    [InlineData("alice@elsewhere.net", "alice@elsewhere.net")]
    [InlineData("@example.com", "@example.com")]
    public void The_user_is_claimed_by_name_or_by_address(string written, string user)
    {
        var invite = AuthWorld.Invite(AuthWorld.Answer(_world.Challenge(), user: written).Write());
        Assert.Equal(user, DigestCheck.User(invite, proxy: true, _world.Env));
    }

    [Theory]
    [InlineData("<sip:alice@example.com>", true)]
    [InlineData("\"x\" <sips:ALICE@localhost;x=y>;tag=1", true)]
    [InlineData("<sip:bob@example.com>", false)]
    [InlineData("<sip:alice@elsewhere.net>", false)]
    [InlineData("<sip:example.com>", false)]
    public void A_user_owns_the_addresses_with_its_name(string address, bool owns)
    {
        Assert.True(NameAddr.TryParse(Encoding.ASCII.GetBytes(address), out var value));
        Assert.Equal(owns, DigestCheck.Owns("alice", value!, _world.Settings.Domains));
    }

    [Fact]
    public void Challenges_come_one_an_algorithm_in_the_order_of_the_setting()
    {
        _world.Settings = _world.Settings with { DigestAlgorithms = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5] };
        var nonce = _world.Challenge().Nonce;
        var digest = $"WWW-Authenticate: Digest realm=\"example.com\", nonce=\"{nonce}\", qop=\"auth\"";
        Assert.Equal(
            $"{digest}, algorithm=SHA-256, stale=TRUE\r\n{digest}, algorithm=MD5, stale=TRUE\r\n",
            AuthWorld.Text(Challenges.Write(_world.Env, _world.Self, proxy: false, stale: true)));
    }

    [Fact]
    public void A_redelivered_input_gets_the_same_nonce_and_another_input_another()
    {
        var first = _world.Challenge();
        Assert.Equal(first, _world.Challenge());
        _world.Input = 2;
        Assert.NotEqual(first, _world.Challenge());
    }

    [Fact]
    public void Nothing_that_proves_a_user_is_in_its_text() =>
        Assert.Equal("UserCredentials { User = alice }", AuthWorld.Alice.ToString());
}
