using System.Collections.Concurrent;
using ServerlessSip.Ports;

namespace ServerlessSip.Contracts;

/// <summary>What every bus must do.</summary>
public abstract class BusContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentQueue<Envelope> _delivered = new();
    private readonly SemaphoreSlim _signal = new(0);

    protected abstract BusHarness Create();

    [Fact]
    public async Task Inputs_of_one_actor_come_in_order()
    {
        using var harness = Create();
        harness.Attach(async input =>
        {
            if ((int)input.Id.Value % 3 == 0) await Task.Yield();
            return Take(input, Handled.Done);
        });

        for (var i = 0; i < 200; i++) Assert.Equal(BusResult.Sent, await harness.Bus.Send(Input(1, i)));
        await Delivered(200);

        Assert.Equal(Enumerable.Range(0, 200), Numbers);
    }

    [Fact]
    public async Task An_actor_has_one_turn_at_a_time()
    {
        using var harness = Create();
        int inside = 0, most = 0;
        harness.Attach(async input =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref inside));
            if (input.Id.Value % 2 == 0) await Task.Yield();
            Interlocked.Decrement(ref inside);
            return Take(input, Handled.Done);
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++) await harness.Bus.Send(Input(1, thread * 50 + i));
        })));
        await Delivered(200);

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task An_actor_that_waits_holds_up_no_other()
    {
        using var harness = Create();
        var gate = new TaskCompletionSource();
        harness.Attach(async input =>
        {
            if (input.Actor == Actor(1)) await gate.Task;
            return Take(input, Handled.Done);
        });

        await harness.Bus.Send(Input(1, 1));
        await harness.Bus.Send(Input(2, 2));
        await Delivered(1);
        gate.SetResult();
        await Delivered(1);

        Assert.Equal([2, 1], Numbers);
    }

    [Fact]
    public async Task What_a_turn_sends_is_never_decided_inside_it()
    {
        using var harness = Create();
        var inside = 0;
        var nested = false;
        harness.Attach(async input =>
        {
            nested |= Interlocked.Increment(ref inside) > 1;
            if (input.Id.Value == 1)
            {
                await harness.Bus.Send(Input(1, 2, EnvelopeKind.Tell));
                await harness.Bus.Send(Input(1, 3, EnvelopeKind.Sip));
            }
            Interlocked.Decrement(ref inside);
            return Take(input, Handled.Done);
        });

        await harness.Bus.Send(Input(1, 1));
        await Delivered(3);

        Assert.False(nested);
        Assert.Equal([1, 2, 3], Numbers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_input_comes_again_before_those_after_it(bool throws)
    {
        using var harness = Create();
        harness.Attach(input =>
        {
            var fails = input.Id.Value == 1 && input.DeliveryCount < 3;
            Take(input, Handled.Done);
            if (fails && throws) throw new InvalidOperationException("broken");
            return new(fails ? Handled.Abandon : Handled.Done);
        });

        await harness.Bus.Send(Input(1, 1));
        await harness.Bus.Send(Input(1, 2));
        await DeliveredInTime(harness, 4);

        Assert.Equal([1, 1, 1, 2], Numbers);
        Assert.Equal([1, 2, 3, 1], _delivered.Select(e => e.DeliveryCount));
        Assert.Empty(harness.DeadLetters);
    }

    [Fact]
    public async Task An_input_that_always_fails_becomes_a_dead_letter_with_its_reason()
    {
        using var harness = Create();
        harness.Attach(input => new(Take(input, input.Id.Value == 1 ? Handled.Abandon : Handled.Done)));

        await harness.Bus.Send(Input(1, 1));
        await harness.Bus.Send(Input(1, 2));
        await DeliveredInTime(harness, harness.MaxDeliveries + 1);

        Assert.Equal([.. Enumerable.Repeat(1, harness.MaxDeliveries), 2], Numbers);
        Assert.Equal([(new InputId(1), BusHarness.Reason)], harness.DeadLetters);
    }

    [Fact]
    public async Task An_input_that_can_never_be_decided_is_a_dead_letter_at_once()
    {
        using var harness = Create();
        harness.Attach(input => new(Take(input, input.Id.Value == 1 ? Handled.DeadLetter : Handled.Done)));

        await harness.Bus.Send(Input(1, 1));
        await harness.Bus.Send(Input(1, 2));
        await Delivered(2);

        Assert.Equal([1, 2], Numbers);
        Assert.Equal([(new InputId(1), BusHarness.Reason)], harness.DeadLetters);
    }

    [Fact]
    public async Task A_scheduled_input_comes_at_its_instant_and_not_before()
    {
        using var harness = Create();
        harness.Attach(input => new(Take(input, Handled.Done)));

        await harness.Bus.Schedule(Input(1, 2, EnvelopeKind.Timer), harness.Now.AddSeconds(20));
        await harness.Bus.Schedule(Input(1, 1, EnvelopeKind.Timer), harness.Now.AddSeconds(10));
        harness.Pass(TimeSpan.FromMilliseconds(9_999));
        Assert.False(await _signal.WaitAsync(TimeSpan.FromMilliseconds(50)));
        harness.Pass(TimeSpan.FromMilliseconds(1));
        await Delivered(1);
        harness.Pass(TimeSpan.FromSeconds(10));
        await Delivered(1);

        Assert.Equal([1, 2], Numbers);
    }

    [Fact]
    public async Task An_input_scheduled_in_the_past_comes_now()
    {
        using var harness = Create();
        harness.Attach(input => new(Take(input, Handled.Done)));

        await harness.Bus.Schedule(Input(1, 1, EnvelopeKind.Timer), harness.Now.AddSeconds(-1));
        await Delivered(1);
    }

    [Fact]
    public async Task A_delivery_that_was_taken_away_comes_a_second_time_while_the_first_goes_on()
    {
        using var harness = Create();
        var first = new TaskCompletionSource();
        harness.Attach(async input =>
        {
            Take(input, Handled.Done);
            if (input.Id.Value == 1 && input.DeliveryCount == 1) await first.Task;
            return Handled.Done;
        });

        await harness.Bus.Send(Input(1, 1));
        await Delivered(1);
        Assert.True(harness.TakeAway(Actor(1)));
        await Delivered(1);
        first.SetResult();
        await harness.Bus.Send(Input(1, 2));
        await Delivered(1);

        Assert.Equal([1, 1, 2], Numbers);
        Assert.Equal([1, 2, 1], _delivered.Select(e => e.DeliveryCount));
    }

    [Fact]
    public async Task Several_engines_share_the_inputs_and_each_is_decided_once_and_in_order()
    {
        using var harness = Create();
        int inside = 0, most = 0;
        var takers = new ConcurrentDictionary<int, int>();
        for (var engine = 0; engine < 3; engine++)
        {
            var self = engine;
            harness.Attach(async input =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref inside));
                takers.AddOrUpdate(self, 1, (_, count) => count + 1);
                if (input.Id.Value % 2 == 0) await Task.Yield();
                Interlocked.Decrement(ref inside);
                return Take(input, Handled.Done);
            });
        }

        for (var i = 0; i < 60; i++) Assert.Equal(BusResult.Sent, await harness.Bus.Send(Input(1, i)));
        await Delivered(60);

        Assert.Equal(Enumerable.Range(0, 60), Numbers);
        Assert.Equal(1, most);
        Assert.InRange(takers.Count, harness.SpreadsOneActor ? 3 : 1, 3);
    }

    [Fact]
    public async Task What_an_engine_had_under_way_when_it_left_is_decided_by_another()
    {
        using var harness = Create();
        IDisposable? dying = null;
        dying = harness.Attach(async input =>
        {
            dying!.Dispose();
            Take(input, Handled.Done);
            return await new TaskCompletionSource<Handled>().Task;
        });

        Assert.Equal(BusResult.Sent, await harness.Bus.Send(Input(1, 1)));
        await Delivered(1);
        harness.Attach(input => new(Take(input, Handled.Done)));
        await harness.Bus.Send(Input(1, 2));
        await DeliveredInTime(harness, 2);

        Assert.Equal([1, 1, 2], Numbers);
        Assert.Equal([1, 2, 1], _delivered.Select(e => e.DeliveryCount));
        Assert.Empty(harness.DeadLetters);
    }

    [Fact]
    public async Task Commands_reach_their_relay_in_order()
    {
        using var harness = Create();
        var got = new ConcurrentQueue<(string Relay, int Number)>();
        foreach (var relay in new[] { "one", "two" })
        {
            harness.AttachRelay(relay, commands =>
            {
                foreach (var command in commands) got.Enqueue((relay, (int)command.Id.Value));
                _signal.Release(commands.Count);
            });
        }

        await harness.Bus.Send([Command("one", 1), Command("one", 2), Command("two", 3), Command("one", 4)]);
        await harness.Bus.Send([Command("one", 5)]);
        await Delivered(5);

        Assert.Equal([1, 2, 4, 5], got.Where(g => g.Relay == "one").Select(g => g.Number));
        Assert.Equal([3], got.Where(g => g.Relay == "two").Select(g => g.Number));
    }

    protected static ActorKey Actor(int number) => new(ActorKind.Call, (UInt128)number);

    protected static Envelope Input(int actor, int number, EnvelopeKind kind = EnvelopeKind.Sip) => new()
    {
        Id = new InputId((UInt128)number),
        Actor = Actor(actor),
        Kind = kind,
        At = default,
    };

    private IEnumerable<int> Numbers => _delivered.Select(e => (int)e.Id.Value);

    private static RelayCommand Command(string relay, int number) => new()
    {
        Id = new InputId((UInt128)number),
        Relay = relay,
        Kind = RelayCommandKind.StopSending,
        NotAfter = DateTimeOffset.MaxValue,
    };

    private Handled Take(Envelope input, Handled handled)
    {
        _delivered.Enqueue(input);
        _signal.Release();
        return handled;
    }

    private async Task Delivered(int count)
    {
        for (var i = 0; i < count; i++) Assert.True(await _signal.WaitAsync(Patience), $"{i} of {count} came");
    }

    /// <summary>Waits for deliveries that need time to pass.</summary>
    private async Task DeliveredInTime(BusHarness harness, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var steps = 0;
            while (!await _signal.WaitAsync(TimeSpan.FromMilliseconds(10)))
            {
                Assert.True(steps++ < 1_000, $"{i} of {count} came");
                harness.Pass(TimeSpan.FromSeconds(1));
            }
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; value > seen; seen = target)
            if (Interlocked.CompareExchange(ref target, value, seen) == seen) return;
    }
}
