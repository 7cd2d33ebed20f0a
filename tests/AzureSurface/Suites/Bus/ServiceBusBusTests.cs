using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.AzureAdapters;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.AzureSurface.Fakes;
using ServerlessSip.Contracts;
using ServerlessSip.Ports;
using ServerlessSip.Ports.Wire;

namespace ServerlessSip.AzureSurface.Suites.Bus;

public sealed class ServiceBusBusTests
{
    private readonly ManualTime _time = new();
    private readonly FakeBroker _broker;
    private readonly OperationCounts _counts = new();
    private readonly ServiceBusBus _bus;

    public ServiceBusBusTests()
    {
        _broker = new FakeBroker(_time);
        _bus = Bus(ServiceBusOptions.Default);
    }

    private ServiceBusBus Bus(ServiceBusOptions options) => new(new FakeServiceBusClient(_broker), options,
        payload => payload is string text ? System.Text.Encoding.UTF8.GetBytes(text) : null,
        new BusSurroundings(_counts, _time, NullLogger.Instance));

    private Envelope Input(
        EnvelopeKind kind = EnvelopeKind.Sip, int bytes = 1, TimeSpan? answerBy = null, object? payload = null) => new()
        {
            Id = new InputId(5),
            Actor = new ActorKey(ActorKind.Call, 65),
            Kind = kind,
            Bytes = new byte[bytes],
            Payload = payload,
            At = _time.GetUtcNow(),
            AnswerBy = _time.GetUtcNow() + answerBy,
        };

    private RelayCommand Command(string relay, int bytes = 1, int seconds = 30) => new()
    {
        Id = new InputId(9),
        Relay = relay,
        Kind = RelayCommandKind.SendResponse,
        Bytes = new byte[bytes],
        NotAfter = _time.GetUtcNow().AddSeconds(seconds),
    };

    private (string Queue, ServiceBusMessage Message) Only => Assert.Single(_broker.Taken);

    [Fact]
    public async Task A_request_that_opens_something_lives_until_its_answer_is_due()
    {
        await _bus.Send(Input(answerBy: TimeSpan.FromSeconds(10)));
        Assert.Equal(("sip-in", TimeSpan.FromSeconds(10)), (Only.Queue, Only.Message.TimeToLive));
    }

    [Theory]
    [InlineData(EnvelopeKind.Sip)]
    [InlineData(EnvelopeKind.Timeout)]
    [InlineData(EnvelopeKind.Timer)]
    [InlineData(EnvelopeKind.Tell)]
    public async Task What_ends_something_never_expires(EnvelopeKind kind)
    {
        await _bus.Send(Input(kind));
        Assert.Equal(TimeSpan.MaxValue, Only.Message.TimeToLive);
    }

    [Fact]
    public async Task A_command_lives_a_minute_and_so_does_work_which_has_no_session()
    {
        await _bus.Send(Input(EnvelopeKind.Command, payload: "c"));
        await _bus.Send(Input(EnvelopeKind.Work, payload: "w"));
        Assert.Equal(["sip-in", "sip-work"], _broker.Taken.Select(t => t.Queue));
        Assert.Equal(["L1", null], _broker.Taken.Select(t => (string?)t.Message.SessionId));
        Assert.All(_broker.Taken, t => Assert.Equal(TimeSpan.FromMinutes(1), t.Message.TimeToLive));
    }

    [Fact]
    public async Task The_session_is_the_lane_or_the_actor()
    {
        await _bus.Send(Input());
        await Bus(ServiceBusOptions.Default with { Strategy = SessionStrategy.Call }).Send(Input());
        Assert.Equal(["L1", Input().Actor.ToString()], _broker.Taken.Select(t => t.Message.SessionId));
    }

    [Theory]
    [InlineData(ServiceBusFailureReason.ServiceBusy, BusResult.Transient)]
    [InlineData(ServiceBusFailureReason.ServiceCommunicationProblem, BusResult.Transient)]
    [InlineData(ServiceBusFailureReason.ServiceTimeout, BusResult.Transient)]
    [InlineData(ServiceBusFailureReason.MessagingEntityDisabled, BusResult.Transient)]
    [InlineData(ServiceBusFailureReason.GeneralError, BusResult.Transient)]
    [InlineData(ServiceBusFailureReason.QuotaExceeded, BusResult.Full)]
    [InlineData(ServiceBusFailureReason.MessageSizeExceeded, BusResult.Fatal)]
    public async Task A_fault_is_a_result(ServiceBusFailureReason reason, BusResult expected)
    {
        for (var i = 0; i < 3; i++) _broker.SendFaults.Enqueue(new ServiceBusException("fault", reason));
        Assert.Equal(expected, await _bus.Send(Input()));
        Assert.Equal(expected, await _bus.Schedule(Input(), _time.GetUtcNow().AddSeconds(5)));
        Assert.Equal(expected, await _bus.Send([Command("r")]));
        Assert.Equal(BusResult.Sent, await _bus.Send(Input()));
    }

    [Fact]
    public async Task A_lost_identity_or_network_is_passing_and_a_defect_is_thrown()
    {
        _broker.SendFaults.Enqueue(new UnauthorizedAccessException());
        _broker.SendFaults.Enqueue(new System.Net.Sockets.SocketException());
        _broker.SendFaults.Enqueue(new Azure.Identity.AuthenticationFailedException("no token"));
        _broker.SendFaults.Enqueue(new InvalidOperationException("a defect"));
        for (var i = 0; i < 3; i++) Assert.Equal(BusResult.Transient, await _bus.Send(Input()));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _bus.Send(Input()));
    }

    [Fact]
    public async Task An_envelope_above_192_KB_is_fatal_and_never_sent()
    {
        Assert.Equal(BusResult.Fatal, await _bus.Send(Input(bytes: EnvelopeWire.MaxBytes)));
        Assert.Equal(BusResult.Fatal, await _bus.Send([Command("r", EnvelopeWire.MaxBytes)]));
        Assert.Empty(_broker.Taken);
    }

    [Fact]
    public async Task Commands_of_one_relay_are_one_message_and_of_two_are_two()
    {
        await _bus.Send([Command("a"), Command("a", seconds: 60), Command("b")]);
        Assert.Equal(["a", "b"], _broker.Taken.Select(t => t.Message.SessionId));
        Assert.Equal(TimeSpan.FromSeconds(60), _broker.Taken[0].Message.TimeToLive);
        Assert.Equal(2, _counts[Operation.BusSend]);
    }

    [Fact]
    public async Task Commands_that_fill_several_messages_go_in_batches_that_fit()
    {
        await _bus.Send([.. Enumerable.Range(0, 6).Select(_ => Command("a", 90_000))]);
        Assert.Equal(3, _broker.Taken.Count);
        Assert.All(_broker.Taken, t => Assert.InRange(t.Message.Body.ToMemory().Length, 1, EnvelopeWire.MaxBytes));
    }

    [Fact]
    public async Task Beyond_its_limit_of_sends_under_way_the_bus_is_full()
    {
        var bus = Bus(ServiceBusOptions.Default with { MaxInFlight = 0 });
        Assert.Equal(BusResult.Full, await bus.Send(Input()));
        Assert.Equal(BusResult.Full, await bus.Send([Command("a")]));
        Assert.Equal(BusResult.Sent, await Bus(ServiceBusOptions.Default with { MaxInFlight = 1 }).Send(Input()));
    }

    [Fact]
    public void Every_lane_is_used_and_no_other()
    {
        var lanes = Enumerable.Range(0, 10_000)
            .Select(i => ServiceBusOptions.Default.SessionOf(new ActorKey(ActorKind.Call, (UInt128)i))).Distinct();
        Assert.Equal(Enumerable.Range(0, 64).Select(i => $"L{i}").Order(), lanes.Order());
    }
}
