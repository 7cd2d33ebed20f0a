using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;

namespace ServerlessSip.Engine.Tests.Auth;

public sealed class NonceWindowTests
{
    private readonly AuthWorld _world = new();

    private DigestVerdict Take(string nonce, uint count)
    {
        var verdict = NonceWindow.Take(_world.Nonces, nonce, count, _world.Env, out var next);
        _world.Nonces = next;
        return verdict;
    }

    private string New()
    {
        _world.Input++;
        return Nonce.Make(_world.Env, _world.Self);
    }

    [Theory]
    [InlineData(100, DigestVerdict.Replayed)]
    [InlineData(101, DigestVerdict.Ok)]
    [InlineData(99, DigestVerdict.Ok)]
    [InlineData(37, DigestVerdict.Ok)]
    [InlineData(36, DigestVerdict.Replayed)]
    [InlineData(163, DigestVerdict.Ok)]
    [InlineData(164, DigestVerdict.Ok)]
    [InlineData(uint.MaxValue, DigestVerdict.Ok)]
    public void A_count_is_good_once_within_64_of_the_highest(uint count, DigestVerdict verdict)
    {
        var nonce = New();
        Take(nonce, 100);
        Assert.Equal(verdict, Take(nonce, count));
        Assert.Equal(DigestVerdict.Replayed, Take(nonce, count));
    }

    [Theory]
    [InlineData(163, DigestVerdict.Replayed)]
    [InlineData(164, DigestVerdict.Replayed)]
    public void What_was_seen_stays_seen_when_the_window_moves(uint next, DigestVerdict verdict)
    {
        var nonce = New();
        Take(nonce, 100);
        Take(nonce, next);
        Assert.Equal(verdict, Take(nonce, 100));
    }

    [Fact]
    public void Nonces_are_counted_apart()
    {
        Assert.Equal((DigestVerdict.Ok, DigestVerdict.Ok), (Take(New(), 1), Take(New(), 1)));
        Assert.Equal(2, _world.Nonces.Length);
    }

    [Fact]
    public void The_last_nonce_of_the_limit_is_kept_and_one_past_it_takes_the_place_of_the_oldest()
    {
        var oldest = New();
        Take(oldest, 1);
        for (var i = 1; i < EngineLimits.Default.MaxNonces; i++)
        {
            _world.Now += TimeSpan.FromSeconds(1);
            Take(New(), 1);
        }

        Assert.Equal(DigestVerdict.Replayed, Take(oldest, 1));
        _world.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(DigestVerdict.Ok, Take(New(), 1));
        Assert.Equal(EngineLimits.Default.MaxNonces, _world.Nonces.Length);
        Assert.Equal(DigestVerdict.Stale, Take(oldest, 1));
        Assert.Equal(DigestVerdict.Stale, Take(oldest, 2));
    }

    [Fact]
    public void Nonces_past_their_life_are_forgotten()
    {
        Take(New(), 1);
        _world.Now += EngineLimits.Default.NonceLife + Nonce.ClockSkew;
        Assert.Single(NonceWindow.Prune(_world.Nonces, _world.Env));
        _world.Now += TimeSpan.FromSeconds(1);
        Take(New(), 1);
        Assert.Single(_world.Nonces);
    }
}
