using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge.Tests.Timers;

public sealed class TimerWheelTests
{
    private readonly TimerWheel _wheel = new();

    [Fact]
    public void An_entry_is_taken_once_when_it_is_due_and_not_before()
    {
        _wheel.Set(new Entry(), 105);
        Assert.Null(_wheel.TakeDue(109));
        Assert.NotNull(_wheel.TakeDue(110));
        Assert.Null(_wheel.TakeDue(200));
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void A_moved_timer_fires_at_its_new_time_only()
    {
        var entry = new Entry();
        _wheel.Set(entry, 100);
        _wheel.Set(entry, 300);
        Assert.Null(_wheel.TakeDue(290));
        Assert.Same(entry, _wheel.TakeDue(300));
    }

    [Fact]
    public void A_timer_beyond_one_turn_waits_for_its_turn()
    {
        var entry = new Entry();
        _wheel.Set(entry, 240_000);
        for (var now = 0L; now < 240_000; now += 10) Assert.Null(_wheel.TakeDue(now));
        Assert.Same(entry, _wheel.TakeDue(240_000));
    }

    [Fact]
    public void After_a_long_silence_everything_that_is_due_is_found()
    {
        for (var i = 0; i < 1_000; i++) _wheel.Set(new Entry(), i * 97);
        var taken = 0;
        while (_wheel.TakeDue(1_000_000) is not null) taken++;
        Assert.Equal(1_000, taken);
    }

    [Fact]
    public void Entries_may_be_removed_and_set_again_while_a_slot_is_worked_off()
    {
        var entries = Enumerable.Range(0, 10).Select(_ => new Entry()).ToArray();
        foreach (var entry in entries) _wheel.Set(entry, 100);
        var first = _wheel.TakeDue(100)!;
        foreach (var entry in entries.Where(e => e != first)) _wheel.Remove(entry);
        Assert.Null(_wheel.TakeDue(100));
        _wheel.Set(first, 100);
        Assert.Same(first, _wheel.TakeDue(110));
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void Random_timers_fire_in_the_grain_of_their_time()
    {
        var random = new Random(1);
        var due = new Dictionary<TimedEntry, long>();
        for (var i = 0; i < 5_000; i++)
        {
            var entry = new Entry();
            due[entry] = random.Next(1, 300_000);
            _wheel.Set(entry, due[entry]);
        }
        for (var now = 0L; now <= 300_000; now += 10)
        {
            while (_wheel.TakeDue(now) is { } entry)
            {
                Assert.InRange(now - due[entry], 0, TimerWheel.GrainMilliseconds - 1);
                due.Remove(entry);
            }
        }
        Assert.Empty(due);
    }

    private sealed class Entry : TimedEntry
    {
        [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
        public Entry() => Key = [];

        public override long NextAt => DueAt;

        public override TransactionActions Take(TransactionInput input, long now) => TransactionActions.Absorb;

        public override bool TryTakeTimer(long now, out TransactionInput timer)
        {
            timer = TransactionInput.None;
            return false;
        }
    }
}
