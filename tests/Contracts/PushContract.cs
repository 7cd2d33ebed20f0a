using ServerlessSip.Ports;

namespace ServerlessSip.Contracts;

/// <summary>What every push does.</summary>
public abstract class PushContract
{
    protected abstract IPush Create();

    /// <summary>Opens a connection and says its id.</summary>
    protected abstract string Connect();

    /// <summary>The versions of the events that a connection has got, once there are so many.</summary>
    protected abstract Task<IReadOnlyList<long>> Received(string connection, int count);

    protected static PushEvent Event(long version) => new()
    {
        Type = "registered",
        Resource = "users/alice",
        Version = version,
        At = DateTimeOffset.UnixEpoch,
        Data = new Dictionary<string, string> { ["user"] = "alice" },
    };

    [Fact]
    public async Task A_subscriber_gets_the_events_of_its_groups_in_order_and_no_others()
    {
        var push = Create();
        var (one, two) = (Connect(), Connect());
        Assert.True(await push.Subscribe(one, "users/alice"));
        Assert.True(await push.Subscribe(two, "users/bob"));

        for (var version = 1; version <= 3; version++) await push.Publish("users/alice", Event(version));
        await push.Publish("users/bob", Event(9));

        Assert.Equal([1, 2, 3], await Received(one, 3));
        Assert.Equal([9], await Received(two, 1));
    }

    [Fact]
    public async Task A_connection_that_is_not_open_cannot_subscribe() =>
        Assert.False(await Create().Subscribe("nobody", "users"));

    [Fact]
    public async Task An_event_for_nobody_is_no_fault() => await Create().Publish("users", Event(1));

    [Fact]
    public async Task A_client_is_told_where_to_connect() =>
        Assert.NotEmpty((await Create().Negotiate("alice")).Url);
}
