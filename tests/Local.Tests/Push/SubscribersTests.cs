using ServerlessSip.Local.Push;

namespace ServerlessSip.Local.Tests.Push;

public sealed class SubscribersTests
{
    private readonly Subscribers _subscribers = new();

    [Fact]
    public async Task Only_an_open_connection_joins()
    {
        Assert.False(await _subscribers.Join("one", "users"));
        Open("one");
        Assert.True(await _subscribers.Join("one", "users"));
        Assert.True(_subscribers.Any("users"));
        Assert.False(_subscribers.Any("calls"));
    }

    [Fact]
    public async Task A_connection_that_the_hub_does_not_know_yet_joins_once_it_does()
    {
        _subscribers.Opened("one");
        var joining = _subscribers.Join("one", "users").AsTask();
        Assert.False(joining.IsCompleted);
        Assert.False(_subscribers.Any("users"));

        _subscribers.Ready("one");

        Assert.True(await joining);
        Assert.True(_subscribers.Any("users"));
    }

    [Fact]
    public async Task A_connection_that_closes_before_the_hub_knew_it_joins_nothing()
    {
        _subscribers.Opened("one");
        var joining = _subscribers.Join("one", "users").AsTask();

        _subscribers.Closed("one");

        Assert.False(await joining);
        Assert.False(_subscribers.Any("users"));
    }

    [Fact]
    public async Task A_group_is_there_until_its_last_connection_goes()
    {
        foreach (var connection in (string[])["one", "two"])
        {
            Open(connection);
            await _subscribers.Join(connection, "users");
        }
        _subscribers.Closed("one");
        Assert.True(_subscribers.Any("users"));
        _subscribers.Closed("two");
        Assert.False(_subscribers.Any("users"));
    }

    [Fact]
    public async Task Joining_twice_counts_once()
    {
        Open("one");
        Assert.True(await _subscribers.Join("one", "users"));
        Assert.True(await _subscribers.Join("one", "users"));
        _subscribers.Closed("one");
        Assert.False(_subscribers.Any("users"));
    }

    [Fact]
    public async Task A_connection_has_256_groups_and_no_more()
    {
        Open("one");
        for (var i = 0; i < 256; i++) Assert.True(await _subscribers.Join("one", $"calls/{i}"));
        Assert.False(await _subscribers.Join("one", "users"));
        Assert.False(_subscribers.Any("users"));
        Assert.True(await _subscribers.Join("one", "calls/0"));
    }

    private void Open(string connection)
    {
        _subscribers.Opened(connection);
        _subscribers.Ready(connection);
    }
}
