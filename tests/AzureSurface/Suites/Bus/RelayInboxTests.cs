using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.AzureAdapters;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.AzureSurface.Fakes;
using ServerlessSip.Contracts;
using ServerlessSip.Ports;

namespace ServerlessSip.AzureSurface.Suites.Bus;

public sealed class RelayInboxTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly ManualTime _time = new();
    private readonly FakeBroker _broker;
    private readonly FakeServiceBusClient _client;
    private readonly OperationCounts _counts = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<int> _got = new();
    private readonly SemaphoreSlim _came = new(0);
    private readonly ServiceBusBus _bus;
    private readonly RelayInbox _inbox;
    private Exception? _fault;

    public RelayInboxTests()
    {
        _broker = new FakeBroker(_time);
        _client = new FakeServiceBusClient(_broker);
        var around = new BusSurroundings(_counts, _time, NullLogger.Instance);
        _bus = new ServiceBusBus(_client, ServiceBusOptions.Default, static _ => null, around);
        _inbox = new RelayInbox(_client, "relay-0", commands =>
        {
            if (Interlocked.Exchange(ref _fault, null) is { } fault) throw fault;
            foreach (var command in commands) _got.Enqueue((int)command.Id.Value);
            _came.Release(commands.Count);
        }, around);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private ValueTask<BusResult> Send(int number) => _bus.Send([new RelayCommand
    {
        Id = new InputId((UInt128)number),
        Relay = "relay-0",
        Kind = RelayCommandKind.StopSending,
        NotAfter = _time.GetUtcNow().AddHours(1),
    }]);

    private async Task Came() => Assert.True(await _came.WaitAsync(s_patience));

    /// <summary>Waits for something that the inbox does by itself, letting time pass for its pauses.</summary>
    private async Task Until(Func<bool> done)
    {
        for (var i = 0; i < 2_000 && !done(); i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await _came.WaitAsync(TimeSpan.FromMilliseconds(1));
        }
        Assert.True(done());
    }

    [Fact]
    public async Task The_session_is_the_relay_s_own_received_and_deleted_with_messages_fetched_ahead()
    {
        _ = _inbox.RunUntil(_stop.Token);
        await Send(1);
        await Came();
        var options = Assert.Single(_client.Receivers).Options;
        Assert.Equal((ServiceBusReceiveMode.ReceiveAndDelete, 200), (options.ReceiveMode, options.PrefetchCount));
        Assert.StartsWith("relay-0/", options.Identifier);
        Assert.True(_inbox.IsUp);
        Assert.Equal(1, _counts[Operation.BusReceive]);
    }

    [Theory]
    [InlineData(ServiceBusFailureReason.ServiceCommunicationProblem)]
    [InlineData(ServiceBusFailureReason.SessionLockLost)]
    public async Task After_a_loss_the_session_is_accepted_anew_and_what_waited_comes(ServiceBusFailureReason reason)
    {
        _ = _inbox.RunUntil(_stop.Token);
        await Send(1);
        await Came();
        _client.AcceptFaults.Enqueue(new ServiceBusException("held", ServiceBusFailureReason.SessionCannotBeLocked));
        _client.AcceptFaults.Enqueue(new ServiceBusException("busy", ServiceBusFailureReason.ServiceBusy));
        _client.Receivers[0].Lose(reason);
        await Send(2);
        await Until(() => _got.Count == 2);
        Assert.Equal([1, 2], _got);
        Assert.Equal(2, _client.Receivers.Count);
        Assert.True(_client.Receivers[0].IsClosed);
        Assert.True(_inbox.IsUp);
    }

    [Fact]
    public async Task A_lock_that_is_about_to_run_out_is_renewed()
    {
        _ = _inbox.RunUntil(_stop.Token);
        await Send(1);
        await Came();
        var session = _client.Receivers[0];
        Assert.Equal(0, session.Renewals);
        _time.Advance(TimeSpan.FromSeconds(20));
        session.EndWait();
        await Until(() => session.Renewals == 1);
    }

    [Fact]
    public async Task A_second_process_of_the_same_name_waits_until_the_first_is_gone()
    {
        Assert.True(_broker.TryLock("sip-out", "relay-0"));
        _ = _inbox.RunUntil(_stop.Token);
        await Send(1);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(_inbox.IsUp);
        _broker.Unlock("sip-out", "relay-0");
        await Until(() => _got.Count == 1);
    }

    [Fact]
    public async Task At_the_end_the_session_is_given_up()
    {
        var running = _inbox.RunUntil(_stop.Token);
        await Send(1);
        await Came();
        await _stop.CancelAsync();
        await running.WaitAsync(s_patience);
        Assert.False(_inbox.IsUp);
        Assert.True(_broker.TryLock("sip-out", "relay-0"));
    }

    [Fact]
    public async Task What_cannot_be_performed_costs_nothing_but_itself()
    {
        _fault = new InvalidOperationException("a fault");
        _ = _inbox.RunUntil(_stop.Token);
        await Send(1);
        await Send(2);
        await Came();
        Assert.Equal([2], _got);
        Assert.Single(_client.Receivers);
    }

    [Fact]
    public async Task A_fault_that_is_none_of_the_bus_s_does_not_leave_the_relay_deaf()
    {
        _client.AcceptFaults.Enqueue(new InvalidOperationException("a fault"));
        _ = _inbox.RunUntil(_stop.Token);
        await Send(1);
        await Until(() => _got.Count == 1);
        Assert.True(_inbox.IsUp);
    }

    [Fact]
    public async Task What_cannot_be_read_costs_nothing_but_itself()
    {
        _ = _inbox.RunUntil(_stop.Token);
        _broker.Send("sip-out", new ServiceBusMessage("garbage"u8.ToArray()) { SessionId = "relay-0" });
        await Send(2);
        await Came();
        Assert.Equal([2], _got);
    }
}
