using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime;

public sealed class SweepTests
{
    private readonly RuntimeFixture _fixture = new();

    [Theory]
    [InlineData(-1, 1, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(299_999, 0, 1)]
    [InlineData(300_000, 0, 0)]
    public async Task A_document_gets_its_timer_now_or_scheduled_or_from_a_later_sweep(
        int dueInMilliseconds, int sent, int scheduled)
    {
        SaveDue(1, _fixture.Now.AddMilliseconds(dueInMilliseconds));

        var report = await Sweep().Once();

        Assert.Equal((sent, scheduled), (report.Overdue, report.Scheduled));
        Assert.Equal((sent, scheduled), (_fixture.Bus.Envelopes.Count, _fixture.Bus.Scheduled.Count));
        Assert.All(_fixture.Bus.Envelopes, e => Assert.Equal(EnvelopeKind.Timer, e.Kind));
        Assert.True(report.Complete);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task A_schedule_that_outlives_a_restart_is_not_made_again(int dueInMilliseconds, int sent)
    {
        SaveDue(1, _fixture.Now.AddMilliseconds(dueInMilliseconds));
        var parts = _fixture.Parts with { Limits = _fixture.Parts.Limits with { ScheduleIsDurable = true } };

        var report = await new Sweep(parts, _fixture.Runtime).Once();

        Assert.Equal((sent, 0), (report.Overdue, report.Scheduled));
        Assert.Empty(_fixture.Bus.Scheduled);
    }

    [Theory]
    [InlineData(60_000, false)]
    [InlineData(60_001, true)]
    public async Task An_outbox_older_than_a_minute_is_performed_by_a_new_process_and_cleared(int age, bool performed)
    {
        _fixture.AlwaysDo(_fixture.Send("x", TimeSpan.FromHours(1)));
        _fixture.Turn(_fixture.Tell(1));
        _fixture.Restart();
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(age));

        await Sweep().Once();

        Assert.Equal(performed ? 2 : 1, _fixture.Bus.Commands.Count);
        Assert.Equal(performed, _fixture.Saved!.OutboxAt is null);
        Assert.Equal(performed, _fixture.Saved!.Outbox.IsEmpty);
        Assert.True(_fixture.Saved!.HasDecided(new InputId(1)));
    }

    [Fact]
    public async Task At_the_start_even_a_young_outbox_is_performed()
    {
        _fixture.AlwaysDo(_fixture.Send("x"));
        _fixture.Turn(_fixture.Tell(1));
        _fixture.Restart();
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
        using var stop = new CancellationTokenSource();

        var running = Sweep().RunUntil(stop.Token);
        await stop.CancelAsync();
        await running;

        Assert.Equal(["x", "x"], _fixture.Texts);
    }

    [Fact]
    public async Task An_outbox_that_this_process_performed_is_only_cleared()
    {
        _fixture.AlwaysDo(_fixture.Send("x", TimeSpan.FromHours(1)));
        _fixture.Turn(_fixture.Tell(1));
        _fixture.Time.Advance(TimeSpan.FromMinutes(2));

        await Sweep().Once();

        Assert.Single(_fixture.Bus.Commands);
        Assert.Null(_fixture.Saved!.OutboxAt);
    }

    [Fact]
    public async Task An_ended_actor_whose_process_died_before_it_was_deleted_goes()
    {
        _fixture.Turn(_fixture.Tell(1));
        var last = _fixture.Send("bye", TimeSpan.FromHours(1));
        _fixture.Actor.Decides = (CountState? _, ActorEvent _, in Env _) => new(null, [last]);
        _fixture.Restart(p => p with
        {
            Hooks = new RuntimeHooks { AfterSave = _ => throw new OperationCanceledException("killed") },
        });
        Assert.Throws<OperationCanceledException>(() => _fixture.Turn(_fixture.Tell(2)));
        _fixture.Restart();
        _fixture.Time.Advance(TimeSpan.FromMinutes(2));

        await Sweep().Once();

        Assert.Equal(["bye"], _fixture.Texts);
        Assert.Equal(0, _fixture.Store.Count);
    }

    [Fact]
    public async Task All_pages_are_visited_and_no_more_than_the_limit()
    {
        for (var i = 1; i <= 5; i++) SaveDue(i, _fixture.Now);

        var enough = await Sweep(new RuntimeLimits { SweepPageSize = 2, MaxSweepPages = 3 }).Once();
        var tooFew = await Sweep(new RuntimeLimits { SweepPageSize = 2, MaxSweepPages = 2 }).Once();

        Assert.Equal(new SweepReport(5, 0, 0, Complete: true), enough);
        Assert.Equal(new SweepReport(4, 0, 0, Complete: false), tooFew);
    }

    [Fact]
    public async Task It_runs_at_the_start_and_every_five_minutes()
    {
        SaveDue(1, _fixture.Now);
        using var stop = new CancellationTokenSource();
        using var sent = new SemaphoreSlim(0);
        _fixture.Bus.Sent = _ => sent.Release();

        var running = Sweep().RunUntil(stop.Token);
        var atStart = _fixture.Bus.Envelopes.Count;
        _fixture.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(await sent.WaitAsync(TimeSpan.FromSeconds(20)) && await sent.WaitAsync(TimeSpan.FromSeconds(20)));
        await stop.CancelAsync();
        await running;

        Assert.Equal((1, 2), (atStart, _fixture.Bus.Envelopes.Count));
    }

    private Sweep Sweep(RuntimeLimits? limits = null) =>
        new(_fixture.Parts with { Limits = limits ?? RuntimeLimits.Default }, _fixture.Runtime);

    private void SaveDue(int number, DateTimeOffset due)
    {
        var key = new ActorKey(ActorKind.Call, (UInt128)number);
        var state = new CountState { Incarnation = default, Due = due };
        var document = new ActorDocument { Key = key, State = state };
        Assert.True(_fixture.Store.Put(key, document, document.Columns(), null).IsCompletedSuccessfully);
    }
}
