using System.Text;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Sip.Tests.Addressing;

public sealed class SipTokenTests
{
    private static readonly TokenKeys Keys = new("a secret of at least 16 bytes"u8);

    public static TheoryData<TokenPurpose> Purposes =>
        [.. Enum.GetValues<TokenPurpose>().Where(p => p != TokenPurpose.None)];

    private static SipToken Token(TokenPurpose purpose) =>
        new(purpose, 15, new UInt128(0x0123456789ABCDEF, 0xFEDCBA9876543210), uint.MaxValue, 0x80000001, 7);

    [Theory, MemberData(nameof(Purposes))]
    public void What_is_written_is_read_again(TokenPurpose purpose)
    {
        var text = Token(purpose).ToBytes(Keys);
        Assert.True(SipToken.TryRead(text, purpose, Keys, out var read));
        Assert.Equal(Token(purpose), read);
    }

    [Theory, MemberData(nameof(Purposes))]
    public void A_token_is_at_most_64_characters_of_the_token_set(TokenPurpose purpose)
    {
        var text = Encoding.ASCII.GetString(Token(purpose).ToBytes(Keys));
        Assert.InRange(text.Length, 1, SipToken.MaxLength);
        Assert.All(text, c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '-' or '_', $"'{c}'"));
    }

    [Fact]
    public void Only_a_branch_has_the_magic_cookie()
    {
        Assert.StartsWith("z9hG4bK", Encoding.ASCII.GetString(Token(TokenPurpose.Branch).ToBytes(Keys)));
        Assert.Equal(SipToken.Length, Token(TokenPurpose.ToTag).ToBytes(Keys).Length);
    }

    [Theory, MemberData(nameof(Purposes))]
    public void A_token_of_one_purpose_is_refused_in_place_of_another(TokenPurpose purpose)
    {
        var text = Token(purpose).ToBytes(Keys);
        var bare = text[^SipToken.Length..];
        byte[] branch = [.. "z9hG4bK"u8, .. bare];
        foreach (var other in Enum.GetValues<TokenPurpose>().Where(p => p != purpose))
        {
            Assert.False(SipToken.TryRead(text, other, Keys, out _));
            Assert.False(SipToken.TryRead(bare, other, Keys, out _));
            Assert.False(SipToken.TryRead(branch, other, Keys, out _));
        }
    }

    [Fact]
    public void Any_changed_character_is_refused()
    {
        var text = Token(TokenPurpose.Branch).ToBytes(Keys);
        for (var i = 0; i < text.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = (byte[])text.Clone();
                changed[i] ^= (byte)(1 << bit);
                Assert.False(SipToken.TryRead(changed, TokenPurpose.Branch, Keys, out _), $"character {i}, bit {bit}");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("z9hG4bK")]
    [InlineData("z9hG4bK74bf9")]
    [InlineData("z9hG4bK========================================================")]
    public void Strangers_text_is_refused(string text) =>
        Assert.False(SipToken.TryRead(Encoding.ASCII.GetBytes(text), TokenPurpose.Branch, Keys, out _));

    [Fact]
    public void White_space_and_text_around_a_token_are_refused()
    {
        var text = Token(TokenPurpose.ToTag).ToBytes(Keys);
        Assert.False(SipToken.TryRead([.. text, (byte)' '], TokenPurpose.ToTag, Keys, out _));
        Assert.False(SipToken.TryRead([(byte)'A', .. text], TokenPurpose.ToTag, Keys, out _));
        Assert.False(SipToken.TryRead(text.AsSpan(1), TokenPurpose.ToTag, Keys, out _));
    }

    [Fact]
    public void A_token_of_another_secret_is_refused_and_of_the_previous_one_is_read()
    {
        var text = Token(TokenPurpose.Contact).ToBytes(new TokenKeys("the secret of yesterday"u8));
        Assert.False(SipToken.TryRead(text, TokenPurpose.Contact, Keys, out _));
        var rotated = new TokenKeys("a secret of at least 16 bytes"u8, "the secret of yesterday"u8);
        Assert.True(SipToken.TryRead(text, TokenPurpose.Contact, rotated, out _));
    }

    [Fact]
    public void Writing_into_a_buffer_and_reading_allocate_nothing()
    {
        Span<byte> buffer = stackalloc byte[SipToken.MaxLength];
        var length = Token(TokenPurpose.Branch).Write(buffer, Keys);
        SipToken.TryRead(buffer[..length], TokenPurpose.Branch, Keys, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        length = Token(TokenPurpose.Branch).Write(buffer, Keys);
        var read = SipToken.TryRead(buffer[..length], TokenPurpose.Branch, Keys, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(read);
    }
}
