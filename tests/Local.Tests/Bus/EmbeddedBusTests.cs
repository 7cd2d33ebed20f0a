using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessSip.Contracts;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Local.Bus;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Tests.Bus;

public sealed class EmbeddedBusTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource _gate = new();
    private EmbeddedBus? _bus;

    public void Dispose() => _bus?.Dispose();

    [Fact]
    public void An_idle_actor_decides_on_the_thread_that_received()
    {
        var thread = 0;
        var bus = Bus(_ =>
        {
            thread = Environment.CurrentManagedThreadId;
            return new(TurnOutcome.Done);
        });

        Sent(bus, Input(1, 1));

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.Equal(0, bus.Mailboxes);
        Assert.Equal(0, bus.Waiting);
    }

    [Fact]
    public void What_a_turn_tells_another_is_decided_on_the_same_thread_after_it()
    {
        var order = new List<string>();
        EmbeddedBus? bus = null;
        bus = Bus(input =>
        {
            order.Add($"begin {input.Id.Value}");
            if (input.Id.Value == 1) Sent(bus!, Input(2, 2, EnvelopeKind.Tell));
            order.Add($"end {input.Id.Value}");
            return new(TurnOutcome.Done);
        });

        Sent(bus, Input(1, 1));

        Assert.Equal(["begin 1", "end 1", "begin 2", "end 2"], order);
    }

    [Fact]
    public void What_a_relay_reports_while_it_performs_is_decided_after_the_turn()
    {
        var order = new List<string>();
        EmbeddedBus? bus = null;
        bus = Bus(input =>
        {
            order.Add($"begin {input.Kind}");
            if (input.Kind == EnvelopeKind.Sip) Assert.True(bus!.Send([Command()]).IsCompletedSuccessfully);
            order.Add($"end {input.Kind}");
            return new(TurnOutcome.Done);
        });
        bus.AttachRelay("relay", _ => Sent(bus, Input(1, 2, EnvelopeKind.Timeout)));

        Sent(bus, Input(1, 1));

        Assert.Equal(["begin Sip", "end Sip", "begin Timeout", "end Timeout"], order);
    }

    [Fact]
    public void A_receiving_thread_is_free_when_the_turn_waits()
    {
        var bus = Bus(Waits);

        Sent(bus, Input(1, 1));

        Assert.Equal(1, bus.Waiting);
        Assert.Equal(1, bus.Mailboxes);
    }

    [Fact]
    public async Task Waiting_inputs_are_bounded_and_make_room_when_they_are_done()
    {
        var limits = BusLimits.Default with { MaxWaiting = 2, MaxWaitingInternal = 3 };
        var done = new SemaphoreSlim(0);
        var bus = Bus(Waits, limits, done);

        Sent(bus, Input(1, 1));
        Sent(bus, Input(2, 2));
        Assert.Equal(BusResult.Full, Result(bus, Input(3, 3)));
        Sent(bus, Input(4, 4, EnvelopeKind.Tell));
        Assert.Equal(BusResult.Full, Result(bus, Input(5, 5, EnvelopeKind.Tell)));
        Assert.Equal(BusResult.Full, Result(bus, Input(1, 6)));
        _gate.SetResult();
        for (var i = 0; i < 3; i++) Assert.True(await done.WaitAsync(Patience));
        await Settled(bus);

        Sent(bus, Input(3, 3));
    }

    [Fact]
    public void One_actor_has_a_bounded_mailbox()
    {
        var bus = Bus(Waits, BusLimits.Default with { MaxWaitingPerActor = 2 });

        Sent(bus, Input(1, 1));
        Sent(bus, Input(1, 2));
        Sent(bus, Input(1, 3));

        Assert.Equal(BusResult.Full, Result(bus, Input(1, 4)));
        Sent(bus, Input(2, 5));
    }

    [Fact]
    public async Task The_schedule_is_bounded()
    {
        var bus = Bus(Waits, BusLimits.Default with { MaxScheduled = 1 });
        var later = _time.GetUtcNow().AddSeconds(1);

        Assert.Equal(BusResult.Sent, await bus.Schedule(Input(1, 1, EnvelopeKind.Timer), later));
        Assert.Equal(BusResult.Full, await bus.Schedule(Input(1, 2, EnvelopeKind.Timer), later));
        Assert.Equal(1, bus.Scheduled);
    }

    [Fact]
    public void Dead_letters_are_bounded_and_counted()
    {
        var bus = Bus(_ => new(TurnOutcome.DeadLetter("no")), BusLimits.Default with { MaxDeadLetters = 2 });

        for (var i = 1; i <= 3; i++) Sent(bus, Input(i, i));

        Assert.Equal(3, bus.DeadLetters.Count);
        Assert.Equal([2, 3], bus.DeadLetters.Newest.Select(d => (int)d.Input.Id.Value));
    }

    [Fact]
    public void Redelivery_waits_longer_each_time_up_to_a_limit()
    {
        var deliveries = new List<DateTimeOffset>();
        var bus = Bus(_ =>
        {
            lock (deliveries) deliveries.Add(_time.GetUtcNow());
            return new(TurnOutcome.Abandon("not yet"));
        });
        Sent(bus, Input(1, 1));
        SpinWait wait = default;

        while (bus.DeadLetters.Count == 0)
        {
            if (_time.TimersSet > 0) _time.Advance(TimeSpan.FromMilliseconds(50));
            wait.SpinOnce();
        }

        var gaps = deliveries.Zip(deliveries.Skip(1), (a, b) => b - a).ToArray();
        Assert.Equal(BusLimits.Default.MaxDeliveries - 1, gaps.Length);
        Assert.Equal(gaps.Order(), gaps);
        Assert.True(gaps[0] >= BusLimits.Default.FirstRedeliveryDelay);
        Assert.True(gaps[^1] >= BusLimits.Default.LongestRedeliveryDelay);
    }

    [Fact]
    public void Before_anybody_decides_nothing_is_taken()
    {
        using var bus = new EmbeddedBus(_time, BusLimits.Default, NullLogger.Instance);

        Assert.Equal(BusResult.Transient, Result(bus, Input(1, 1)));
    }

    [Fact]
    public async Task Commands_for_a_relay_that_is_gone_are_dropped()
    {
        var bus = Bus(Waits);

        Assert.Equal(BusResult.Sent, await bus.Send([Command()]));
    }

    private EmbeddedBus Bus(
        Func<Envelope, ValueTask<TurnOutcome>> turn, BusLimits? limits = null, SemaphoreSlim? done = null)
    {
        _bus = new EmbeddedBus(_time, limits ?? BusLimits.Default, NullLogger.Instance);
        _bus.Attach(done is null ? turn : async input =>
        {
            var outcome = await turn(input);
            done.Release();
            return outcome;
        });
        return _bus;
    }

    [Fact]
    public void Work_goes_to_whoever_does_it_and_to_no_actor()
    {
        var turns = 0;
        var bus = Bus(_ =>
        {
            turns++;
            return new(TurnOutcome.Done);
        });
        Assert.Equal(BusResult.Fatal, Result(bus, Input(1, 1, EnvelopeKind.Work)));
        var taken = new List<Envelope>();
        bus.AttachWork(taken.Add);

        Sent(bus, Input(1, 2, EnvelopeKind.Work));

        Assert.Equal(2, (int)Assert.Single(taken).Id.Value);
        Assert.Equal(0, turns);
    }

    private async ValueTask<TurnOutcome> Waits(Envelope input)
    {
        await _gate.Task;
        return TurnOutcome.Done;
    }

    private static async Task Settled(EmbeddedBus bus)
    {
        var started = Stopwatch.GetTimestamp();
        while (bus.Waiting > 0 && Stopwatch.GetElapsedTime(started) < Patience) await Task.Yield();
        Assert.Equal(0, bus.Waiting);
    }

    private static void Sent(EmbeddedBus bus, Envelope input) => Assert.Equal(BusResult.Sent, Result(bus, input));

    private static BusResult Result(EmbeddedBus bus, Envelope input)
    {
        var sending = bus.Send(input);
        Assert.True(sending.IsCompletedSuccessfully);
        return sending.Result;
    }

    private static Envelope Input(int actor, int number, EnvelopeKind kind = EnvelopeKind.Sip) => new()
    {
        Id = new InputId((UInt128)number),
        Actor = new ActorKey(ActorKind.Call, (UInt128)actor),
        Kind = kind,
        At = default,
    };

    private static RelayCommand Command() => new()
    {
        Id = default,
        Relay = "relay",
        Kind = RelayCommandKind.StopSending,
        NotAfter = DateTimeOffset.MaxValue,
    };
}
