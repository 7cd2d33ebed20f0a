using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Tests.Auth;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Actors;

public sealed class StatelessTagTests
{
    private static string Tag(string method, string branch, string fromTag = "f", string secret = "0123456789abcdef")
    {
        var text = $"{method} sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch={branch}\r\n"
            + $"From: <sip:a@example.com>;tag={fromTag}\r\nTo: <sip:b@example.com>\r\n"
            + $"Call-ID: c\r\nCSeq: 1 {method}\r\n\r\n";
        Assert.True(SipMessage.TryParse(Encoding.ASCII.GetBytes(text), out var message, out _));
        var world = new AuthWorld();
        world.Settings = world.Settings with { Keys = new TokenKeys(Encoding.ASCII.GetBytes(secret)) };
        return Encoding.ASCII.GetString(StatelessTag.For(message!, world.Env));
    }

    [Fact]
    public void A_repeat_and_its_CANCEL_get_the_same_tag()
    {
        Assert.Equal(16, Tag("INVITE", "z9hG4bK1").Length);
        Assert.Equal(Tag("INVITE", "z9hG4bK1"), Tag("INVITE", "z9hG4bK1"));
        Assert.Equal(Tag("INVITE", "z9hG4bK1"), Tag("CANCEL", "z9hG4bK1"));
    }

    [Fact]
    public void Another_transaction_or_secret_gets_another_tag()
    {
        var tag = Tag("INVITE", "z9hG4bK1");
        Assert.NotEqual(tag, Tag("INVITE", "z9hG4bK2"));
        Assert.NotEqual(tag, Tag("INVITE", "z9hG4bK1", fromTag: "g"));
        Assert.NotEqual(tag, Tag("INVITE", "z9hG4bK1", secret: "fedcba9876543210"));
    }
}
