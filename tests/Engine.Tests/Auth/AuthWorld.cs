using System.Collections.Immutable;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Auth;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Auth;

/// <summary>One call's actor that challenges, and the phone that answers.</summary>
internal sealed class AuthWorld
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly UserCredentials Alice = UserCredentials.FromPassword("Alice", "example.com", "pw");

    public EngineSettings Settings { get; set; } = new()
    {
        Domains = new DomainSet(["example.com", "localhost"], []),
        Keys = new TokenKeys("a secret of at least 16 bytes"u8),
        Listeners = [],
    };

    public DateTimeOffset Now { get; set; } = Start;
    public ActorKey Self { get; set; } = new(ActorKind.Call, 42);
    public ulong Input { get; set; } = 1;
    public ImmutableArray<NonceUse> Nonces { get; set; } = [];

    public Env Env => new(Now, Self, InputId.FromRelay(1, Input), Settings);

    public static string Text(byte[] lines) => Encoding.UTF8.GetString(lines);

    /// <summary>The last challenge of those that are written now.</summary>
    public DigestChallenge Challenge(bool stale = false)
    {
        var line = Text(Challenges.Write(Env, Self, proxy: true, stale)).TrimEnd().Split("\r\n")[^1];
        var value = Encoding.UTF8.GetBytes(line["Proxy-Authenticate: ".Length..]);
        Assert.True(DigestChallenge.TryParse(value, out var challenge));
        return challenge!;
    }

    public static DigestCredentials Answer(
        DigestChallenge challenge, uint count = 1, string user = "alice", string password = "pw", string qop = "auth")
    {
        var given = new DigestCredentials
        {
            Username = user,
            Realm = challenge.Realm,
            Nonce = Encoding.ASCII.GetBytes(challenge.Nonce),
            Uri = "sip:bob@example.com"u8.ToArray(),
            Algorithm = challenge.Algorithm,
            Qop = Encoding.ASCII.GetBytes(qop),
            Cnonce = "c"u8.ToArray(),
            NonceCountText = Encoding.ASCII.GetBytes(
                count.ToString("x8", System.Globalization.CultureInfo.InvariantCulture)),
            NonceCount = count,
        };
        var hash = DigestResponse.HashUser(challenge.Algorithm, user, challenge.Realm, password);
        Span<byte> hex = stackalloc byte[64];
        var length = DigestResponse.Compute(given, hash, "INVITE"u8, hex);
        return given with { Response = hex[..length].ToArray() };
    }

    public static SipMessage Invite(params string[] authorizations)
    {
        var text = "INVITE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\r\n"
            + "From: <sip:alice@example.com>;tag=f\r\nTo: <sip:bob@example.com>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n"
            + string.Concat(authorizations.Select(a => $"Proxy-Authorization: {a}\r\n")) + "\r\n";
        Assert.True(SipMessage.TryParse(Encoding.UTF8.GetBytes(text), out var message, out var error), error.Detail);
        return message!;
    }

    /// <summary>Judges, and keeps what is to be saved.</summary>
    public DigestVerdict Check(DigestCredentials given, UserCredentials? credentials) =>
        Check(Invite(given.Write()), credentials);

    public DigestVerdict Check(SipMessage invite, UserCredentials? credentials)
    {
        var before = Nonces;
        var outcome = DigestCheck.Check(invite, proxy: true, credentials, Nonces, Env);
        if (outcome.Verdict != DigestVerdict.Ok) Assert.Equal(before.ToArray(), outcome.Nonces.ToArray());
        Nonces = outcome.Nonces;
        return outcome.Verdict;
    }
}
