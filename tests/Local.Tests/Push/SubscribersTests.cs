using ServerlessSip.Local.Push;

namespace ServerlessSip.Local.Tests.Push;

public sealed class SubscribersTests
{
    private readonly Subscribers _subscribers = new();

    [Fact]
    public void Only_an_open_connection_joins()
    {
        Assert.False(_subscribers.Join("one", "users"));
        _subscribers.Connected("one");
        Assert.True(_subscribers.Join("one", "users"));
        Assert.True(_subscribers.Any("users"));
        Assert.False(_subscribers.Any("calls"));
    }

    [Fact]
    public void A_group_is_there_until_its_last_connection_goes()
    {
        foreach (var connection in (string[])["one", "two"])
        {
            _subscribers.Connected(connection);
            _subscribers.Join(connection, "users");
        }
        _subscribers.Disconnected("one");
        Assert.True(_subscribers.Any("users"));
        _subscribers.Disconnected("two");
        Assert.False(_subscribers.Any("users"));
    }

    [Fact]
    public void Joining_twice_counts_once()
    {
        _subscribers.Connected("one");
        Assert.True(_subscribers.Join("one", "users"));
        Assert.True(_subscribers.Join("one", "users"));
        _subscribers.Disconnected("one");
        Assert.False(_subscribers.Any("users"));
    }

    [Fact]
    public void A_connection_has_256_groups_and_no_more()
    {
        _subscribers.Connected("one");
        for (var i = 0; i < 256; i++) Assert.True(_subscribers.Join("one", $"calls/{i}"));
        Assert.False(_subscribers.Join("one", "users"));
        Assert.False(_subscribers.Any("users"));
        Assert.True(_subscribers.Join("one", "calls/0"));
    }
}
