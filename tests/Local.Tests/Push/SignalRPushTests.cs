using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.Local.Push;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Tests.Push;

public sealed class SignalRPushTests : IAsyncDisposable
{
    private readonly Subscribers _subscribers = new();
    private readonly FakeHub _hub = new();
    private readonly SignalRPush _push;

    public SignalRPushTests() => _push = new SignalRPush(_hub, _subscribers, NullLogger<SignalRPush>.Instance);

    public ValueTask DisposeAsync() => _push.DisposeAsync();

    [Fact]
    public async Task An_event_goes_to_the_groups_that_somebody_joined()
    {
        _subscribers.Opened("one");
        _subscribers.Ready("one");
        Assert.True(await _push.Subscribe("one", "users"));

        await _push.Publish("calls", Event(1));
        await _push.Publish("users", Event(2));
        await _push.DisposeAsync();

        Assert.Equal([("one", "users")], _hub.Joined);
        Assert.Equal([("users", 2)], _hub.Sent);
    }

    [Fact]
    public async Task A_connection_that_is_not_open_joins_nothing()
    {
        Assert.False(await _push.Subscribe("none", "users"));
        Assert.Empty(_hub.Joined);
    }

    [Fact]
    public async Task An_event_that_could_not_be_sent_does_not_end_the_events()
    {
        await Join();
        _hub.Fails = version => version == 1;

        await _push.Publish("users", Event(1));
        await _push.Publish("users", Event(2));
        await _push.DisposeAsync();

        Assert.Equal([("users", 2)], _hub.Sent);
    }

    [Fact]
    public async Task When_clients_are_slow_the_oldest_events_fall_out_and_nobody_waits()
    {
        await Join();
        _hub.Hold();
        await _push.Publish("users", Event(0));
        await _hub.Sending;
        for (var version = 1; version <= SignalRPush.Capacity; version++) await _push.Publish("users", Event(version));
        Assert.Equal(0, _push.Dropped);

        await _push.Publish("users", Event(SignalRPush.Capacity + 1));

        Assert.Equal(1, _push.Dropped);
        _hub.Release();
        await _push.DisposeAsync();
        Assert.Equal(SignalRPush.Capacity + 1, _hub.Sent.Count);
        Assert.Equal([("users", 0), ("users", 2)], _hub.Sent.Take(2));
    }

    private async Task Join()
    {
        _subscribers.Opened("one");
        _subscribers.Ready("one");
        await _push.Subscribe("one", "users");
    }

    private static PushEvent Event(long version) => new()
    {
        Type = "registered",
        Resource = "users/alice",
        Version = version,
        At = default,
        Data = ImmutableDictionary<string, string>.Empty,
    };

    /// <summary>A hub that notes what it is given, and waits when told to.</summary>
    private sealed class FakeHub : IHubContext<EventsHub>, IHubClients, IGroupManager, IClientProxy
    {
        private readonly TaskCompletionSource _sending = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? _held;
        private string _group = "";

        public List<(string Connection, string Group)> Joined { get; } = [];
        public List<(string Group, long Version)> Sent { get; } = [];
        public Func<long, bool> Fails { get; set; } = _ => false;
        public Task Sending => _sending.Task;

        public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _held!.SetResult();

        IHubClients IHubContext<EventsHub>.Clients => this;
        IGroupManager IHubContext<EventsHub>.Groups => this;

        public async Task SendCoreAsync(string method, object?[] args, CancellationToken cancellationToken = default)
        {
            var version = ((PushEvent)args[0]!).Version;
            if (Fails(version)) throw new InvalidOperationException("planted");
            Assert.Equal("event", method);
            Sent.Add((_group, version));
            _sending.TrySetResult();
            if (_held is { } held) await held.Task;
        }

        public Task AddToGroupAsync(
            string connectionId, string groupName, CancellationToken cancellationToken = default)
        {
            Joined.Add((connectionId, groupName));
            return Task.CompletedTask;
        }

        IClientProxy IHubClients<IClientProxy>.Group(string groupName)
        {
            _group = groupName;
            return this;
        }

        public Task RemoveFromGroupAsync(
            string connectionId, string groupName, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        IClientProxy IHubClients<IClientProxy>.All => throw new NotSupportedException();
        IClientProxy IHubClients<IClientProxy>.AllExcept(IReadOnlyList<string> excludedConnectionIds) =>
            throw new NotSupportedException();
        IClientProxy IHubClients<IClientProxy>.Client(string connectionId) => throw new NotSupportedException();
        IClientProxy IHubClients<IClientProxy>.Clients(IReadOnlyList<string> connectionIds) =>
            throw new NotSupportedException();
        IClientProxy IHubClients<IClientProxy>.Groups(IReadOnlyList<string> groupNames) =>
            throw new NotSupportedException();
        IClientProxy IHubClients<IClientProxy>.GroupExcept(
            string groupName, IReadOnlyList<string> excludedConnectionIds) =>
            throw new NotSupportedException();
        IClientProxy IHubClients<IClientProxy>.User(string userId) => throw new NotSupportedException();
        IClientProxy IHubClients<IClientProxy>.Users(IReadOnlyList<string> userIds) =>
            throw new NotSupportedException();
    }
}
