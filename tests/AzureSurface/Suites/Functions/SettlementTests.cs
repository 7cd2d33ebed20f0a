using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.AzureAdapters;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.AzureSurface.Fakes;
using ServerlessSip.Contracts;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Functions.Input;
using ServerlessSip.Ports;
using ServerlessSip.Ports.Wire;

namespace ServerlessSip.AzureSurface.Suites.Functions;

public sealed class SettlementTests
{
    private readonly ManualTime _time = new();
    private readonly FakeActions _actions = new();
    private readonly FakeSessionActions _session = new();
    private readonly FakeBroker _broker;

    public SettlementTests() => _broker = new FakeBroker(_time);

    private ServiceBusReceivedMessage Message(
        int deliveries = 1, EnvelopeKind kind = EnvelopeKind.Timer, ActorKind actor = ActorKind.Call, Flow? flow = null)
    {
        var envelope = new Envelope
        {
            Id = new InputId(1),
            Actor = new ActorKey(actor, 2),
            Kind = kind,
            Flow = flow,
            At = _time.GetUtcNow(),
        };
        Assert.True(EnvelopeWire.TryWrite(envelope, _ => null, out var bytes, out _));
        return ServiceBusModelFactory.ServiceBusReceivedMessage(
            body: BinaryData.FromBytes(bytes), sessionId: "L2", deliveryCount: deliveries);
    }

    private Task Handle(
        TurnRunner turn, ServiceBusReceivedMessage? message = null, SessionStrategy strategy = SessionStrategy.Lane)
    {
        var options = ServiceBusOptions.Default with { Strategy = strategy };
        var counts = new OperationCounts();
        var bus = new ServiceBusBus(new FakeServiceBusClient(_broker), options, _ => null,
            new BusSurroundings(counts, _time, NullLogger.Instance));
        var input = new SipInput(turn, bus, new SessionHolds(options, _time), counts, NullLogger<SipInput>.Instance);
        return input.Handle(message ?? Message(), _actions, _session, CancellationToken.None);
    }

    private static TurnRunner Ends(TurnOutcome outcome) => _ => new(outcome);

    [Fact]
    public async Task A_turn_that_is_done_completes_its_message()
    {
        await Handle(Ends(TurnOutcome.Done));
        Assert.Equal(["complete"], _actions.Settled);
        Assert.False(_session.IsReleased);
    }

    [Fact]
    public async Task A_turn_given_up_abandons_it_and_the_session_so_that_nothing_fetched_ahead_overtakes_it()
    {
        await Handle(Ends(TurnOutcome.Abandon("why")));
        Assert.Equal(["abandon"], _actions.Settled);
        Assert.True(_session.IsReleased);
    }

    [Fact]
    public async Task A_turn_that_throws_is_one_given_up()
    {
        await Handle(_ => throw new InvalidOperationException("broken"));
        Assert.Equal(["abandon"], _actions.Settled);
    }

    [Fact]
    public async Task The_last_delivery_is_a_dead_letter_with_the_reason()
    {
        await Handle(Ends(TurnOutcome.Abandon("why")), Message(ServiceBusOptions.MaxDeliveries));
        Assert.Equal(["dead-letter"], _actions.Settled);
        Assert.Equal("why", _actions.Reason);
    }

    [Fact]
    public async Task What_can_never_be_decided_is_a_dead_letter_with_the_reason()
    {
        await Handle(Ends(TurnOutcome.DeadLetter(new string('x', 9_000))));
        Assert.Equal(["dead-letter"], _actions.Settled);
        Assert.Equal(1024, _actions.Reason!.Length);
    }

    [Fact]
    public async Task What_cannot_be_read_is_a_dead_letter()
    {
        var garbage = ServiceBusModelFactory.ServiceBusReceivedMessage(BinaryData.FromString("?"), sessionId: "L2");
        await Handle(Ends(TurnOutcome.Done), garbage);
        Assert.Equal(["dead-letter"], _actions.Settled);
        Assert.Equal("no envelope", _actions.Reason);
    }

    [Fact]
    public async Task A_probe_is_answered_to_its_relay_and_no_actor_sees_it()
    {
        var flow = new Flow
        {
            Relay = "relay-0",
            Transport = SipTransport.Udp,
            Listener = 0,
            Remote = new System.Net.IPEndPoint(1, 1),
        };
        await Handle(_ => throw new InvalidOperationException("seen"), Message(kind: EnvelopeKind.Probe, flow: flow));
        Assert.Equal(["complete"], _actions.Settled);
        var (queue, answer) = Assert.Single(_broker.Taken);
        Assert.Equal(("sip-out", "relay-0"), (queue, answer.SessionId));
    }

    [Theory]
    [InlineData(ActorKind.Call, false, false)]
    [InlineData(ActorKind.Call, true, true)]
    [InlineData(ActorKind.Location, false, true)]
    public async Task A_session_of_its_own_is_given_up_when_its_actor_expects_no_more(
        ActorKind kind, bool isOver, bool released)
    {
        await Handle(Ends(isOver ? TurnOutcome.Over : TurnOutcome.Done), Message(actor: kind), SessionStrategy.Call);
        Assert.Equal(released, _session.IsReleased);
    }

    [Fact]
    public void A_lane_is_held_for_a_minute_give_or_take_a_fifth()
    {
        var releases = Enumerable.Range(0, 50).Select(HeldFor).ToArray();
        Assert.All(releases, seconds => Assert.InRange(seconds, 47, 73));
        Assert.True(releases.Distinct().Count() > 3, "all lanes would move at once");
    }

    private static int HeldFor(int lane)
    {
        var time = new ManualTime();
        var holds = new SessionHolds(ServiceBusOptions.Default, time);
        for (var seconds = 0; ; seconds++)
        {
            if (holds.IsTimeToRelease($"L{lane}", ActorKind.Call, isOver: true)) return seconds;
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Work_is_settled_by_its_outcome_as_well()
    {
        foreach (var (outcome, how) in new[]
        {
            (TurnOutcome.Done, "complete"), (TurnOutcome.Abandon("a"), "abandon"),
            (TurnOutcome.DeadLetter("d"), "dead-letter"),
        })
        {
            var actions = new FakeActions();
            await new WorkInput((_, _) => new(outcome), new OperationCounts(), NullLogger<WorkInput>.Instance)
                .Handle(Message(kind: EnvelopeKind.Work), actions, CancellationToken.None);
            Assert.Equal([how], actions.Settled);
        }
    }

    [Fact]
    public async Task A_handler_that_forgets_to_settle_is_found_by_the_fake_host()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => FakeFunctionsHost.RunOnce(
            _broker, new Queued(new ServiceBusMessage(Message().Body.ToMemory()) { SessionId = "L2" }, 1),
            (_, _, _) => Task.CompletedTask));
        Assert.Contains("settled 0 times", fault.Message);
    }
}
