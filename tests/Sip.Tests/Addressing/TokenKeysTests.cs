using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Sip.Tests.Addressing;

public sealed class TokenKeysTests
{
    private static readonly byte[] Secret = "a secret of at least 16 bytes"u8.ToArray();
    private static readonly byte[] Other = "another secret, as long as that"u8.ToArray();

    [Fact]
    public void A_secret_of_16_bytes_is_taken_and_one_of_15_is_not()
    {
        _ = new TokenKeys(new byte[16], new byte[16]);
        Assert.Throws<ArgumentException>(() => new TokenKeys(new byte[15]));
        Assert.Throws<ArgumentException>(() => new TokenKeys(new byte[16], new byte[15]));
    }

    [Fact]
    public void The_same_secret_signs_alike_on_every_instance_and_thread()
    {
        Span<byte> first = stackalloc byte[32];
        new TokenKeys(Secret).Sign(KeyUse.Token, "data"u8, first);
        var keys = new TokenKeys(Secret);
        var second = new byte[32];
        var thread = new Thread(() => keys.Sign(KeyUse.Token, "data"u8, second));
        thread.Start();
        thread.Join();
        Assert.Equal(first.ToArray(), second);
        Assert.True(keys.Verify(KeyUse.Token, "data"u8, second));
    }

    [Theory]
    [InlineData(KeyUse.Nonce)]
    [InlineData(KeyUse.Tag)]
    public void A_signature_of_one_use_is_refused_in_another(KeyUse use)
    {
        var keys = new TokenKeys(Secret);
        var signature = new byte[12];
        keys.Sign(KeyUse.Token, "data"u8, signature);
        Assert.False(keys.Verify(use, "data"u8, signature));
    }

    [Fact]
    public void While_a_secret_is_rotated_the_old_one_verifies_and_the_new_one_signs()
    {
        var old = new TokenKeys(Secret);
        var rotated = new TokenKeys(Other, Secret);
        var signature = new byte[13];
        old.Sign(KeyUse.Nonce, "data"u8, signature);
        Assert.True(rotated.Verify(KeyUse.Nonce, "data"u8, signature));
        Assert.False(new TokenKeys(Other).Verify(KeyUse.Nonce, "data"u8, signature));
        rotated.Sign(KeyUse.Nonce, "data"u8, signature);
        Assert.True(new TokenKeys(Other).Verify(KeyUse.Nonce, "data"u8, signature));
        Assert.False(old.Verify(KeyUse.Nonce, "data"u8, signature));
    }

    [Fact]
    public void Changed_data_and_an_empty_or_overlong_signature_are_refused()
    {
        var keys = new TokenKeys(Secret);
        var signature = new byte[32];
        keys.Sign(KeyUse.Token, "data"u8, signature);
        Assert.False(keys.Verify(KeyUse.Token, "Data"u8, signature));
        Assert.False(keys.Verify(KeyUse.Token, "data"u8, []));
        Assert.False(keys.Verify(KeyUse.Token, "data"u8, [.. signature, 0]));
    }

    [Fact]
    public void Signing_and_verifying_allocate_nothing()
    {
        var keys = new TokenKeys(Secret);
        Span<byte> signature = stackalloc byte[13];
        keys.Sign(KeyUse.Token, "data"u8, signature);
        var before = GC.GetAllocatedBytesForCurrentThread();
        keys.Sign(KeyUse.Token, "data"u8, signature);
        var good = keys.Verify(KeyUse.Token, "data"u8, signature);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(good);
    }
}
