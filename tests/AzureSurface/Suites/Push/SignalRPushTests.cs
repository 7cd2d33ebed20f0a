using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.AzureAdapters;
using ServerlessSip.AzureAdapters.Push;
using ServerlessSip.AzureSurface.Fakes;
using ServerlessSip.Contracts;
using ServerlessSip.Hosting.Push;
using ServerlessSip.Ports;

namespace ServerlessSip.AzureSurface.Suites.Push;

public sealed class SignalRPushTests : PushContract
{
    private readonly FakeHubContext _hub = new();
    private readonly OperationCounts _counts = new();
    private int _opened;

    private SignalRPush Push => field ??= new(() =>
    {
        _opened++;
        return Task.FromResult<Microsoft.Azure.SignalR.Management.ServiceHubContext>(_hub);
    }, _counts);

    protected override IPush Create() => Push;

    protected override string Connect()
    {
        var id = $"connection-{_hub.Connections.Count}";
        _hub.Connections[id] = [];
        return id;
    }

    protected override Task<IReadOnlyList<long>> Received(string connection, int count)
    {
        var versions = _hub.Connections[connection].Select(sent => Fields(sent).GetProperty("version").GetInt64());
        return Task.FromResult<IReadOnlyList<long>>([.. versions]);
    }

    private static JsonElement Fields((string Method, object?[] Arguments) sent)
    {
        Assert.Equal("event", sent.Method);
        return JsonSerializer.SerializeToElement(Assert.Single(sent.Arguments));
    }

    [Fact]
    public async Task An_event_has_the_names_that_the_console_reads()
    {
        var connection = Connect();
        await Push.Subscribe(connection, "users/alice");
        await Push.Publish("users/alice", Event(3));
        var fields = Fields(Assert.Single(_hub.Connections[connection]));
        Assert.Equal(["type", "resource", "version", "at", "data"], fields.EnumerateObject().Select(p => p.Name));
        Assert.Equal("alice", fields.GetProperty("data").GetProperty("user").GetString());
    }

    [Fact]
    public async Task The_hub_is_opened_once_and_when_it_is_first_needed()
    {
        Assert.Equal(0, _opened);
        await Push.Publish("users", Event(1));
        await Push.Publish("users", Event(2));
        await Push.Negotiate("alice");
        Assert.Equal(1, _opened);
        Assert.Equal(2, _counts[Operation.PushSend]);
    }

    [Fact]
    public async Task A_hub_that_could_not_be_opened_is_opened_anew()
    {
        var tries = 0;
        var push = new SignalRPush(() => ++tries == 1
            ? Task.FromException<Microsoft.Azure.SignalR.Management.ServiceHubContext>(new IOException())
            : Task.FromResult<Microsoft.Azure.SignalR.Management.ServiceHubContext>(_hub), _counts);
        await Assert.ThrowsAsync<IOException>(async () => await push.Publish("users", Event(1)));
        await push.Publish("users", Event(2));
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task Through_the_queue_a_fault_costs_one_event()
    {
        var tries = 0;
        var connection = Connect();
        await Push.Subscribe(connection, "users");
        await using (var queued = new QueuedPush(new Failing(Push, () => ++tries == 1), NullLogger.Instance))
        {
            await queued.Publish("users", Event(1));
            await queued.Publish("users", Event(2));
        }
        Assert.Equal([2], await Received(connection, 1));
    }

    private sealed class Failing(IPush inner, Func<bool> fails) : IPush
    {
        public ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel) =>
            fails() ? throw new IOException() : inner.Publish(group, pushEvent, cancel);

        public ValueTask<PushEndpoint> Negotiate(string user, CancellationToken cancel) =>
            inner.Negotiate(user, cancel);

        public ValueTask<bool> Subscribe(string connectionId, string group, CancellationToken cancel) =>
            inner.Subscribe(connectionId, group, cancel);
    }
}
