using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime;

public sealed class FaultTests
{
    private static readonly StoreRead ReadFault = new(StoreStatus.Transient);
    private static readonly StoreWrite WriteFault = new(StoreStatus.Transient);
    private readonly RuntimeFixture _fixture = new();

    [Fact]
    public void A_conflict_has_the_turn_decided_again_on_what_the_other_saved()
    {
        _fixture.AlwaysDo(_fixture.Send("x"));
        _fixture.Store.BeforeWrite = () =>
            new ActorRuntime(_fixture.Parts).Turn(_fixture.Tell(2)).GetAwaiter().GetResult();

        Assert.Equal(TurnOutcome.Done, _fixture.Turn(_fixture.Tell(1)));

        Assert.Equal(2, _fixture.State!.Count);
        Assert.Equal([2, 1], _fixture.Saved!.Decided.Select(d => (int)d.Id.Value));
    }

    [Theory]
    [InlineData(7, TurnStatus.Done)]
    [InlineData(8, TurnStatus.Abandon)]
    public void Conflicts_without_end_are_given_up_after_eight_decisions(int conflicts, TurnStatus status)
    {
        for (var i = 0; i < conflicts; i++) _fixture.Store.Writes.Enqueue(new StoreWrite(StoreStatus.Conflict));
        _fixture.AlwaysDo(_fixture.Send("x"));

        Assert.Equal(status, _fixture.Turn(_fixture.Tell(1)).Status);

        Assert.Equal(status == TurnStatus.Done ? 1 : 0, _fixture.Bus.Commands.Count);
    }

    [Fact]
    public async Task Passing_faults_of_the_store_are_retried_inside_the_turn()
    {
        for (var i = 0; i < 3; i++) _fixture.Store.Reads.Enqueue(ReadFault);
        for (var i = 0; i < 3; i++) _fixture.Store.Writes.Enqueue(WriteFault);
        _fixture.AlwaysDo(_fixture.Send("x"));

        Assert.Equal(TurnOutcome.Done, await _fixture.TurnInTime(_fixture.Tell(1)));

        Assert.Single(_fixture.Actor.Seen);
        Assert.Equal(["x"], _fixture.Texts);
    }

    [Fact]
    public async Task A_fault_that_lasts_ten_seconds_abandons_the_input()
    {
        for (var i = 0; i < 1_000; i++) _fixture.Store.Reads.Enqueue(ReadFault);
        var start = _fixture.Now;

        var outcome = await _fixture.TurnInTime(_fixture.Tell(1));

        Assert.Equal(TurnStatus.Abandon, outcome.Status);
        Assert.InRange(_fixture.Now - start, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
        // 100 ms doubling: six pauses are 6.3 s, a seventh is what is left of ten.
        Assert.Equal(1_000 - 8, _fixture.Store.Reads.Count);
    }

    [Fact]
    public async Task An_input_is_not_retried_past_its_end_of_life()
    {
        for (var i = 0; i < 1_000; i++) _fixture.Store.Reads.Enqueue(ReadFault);
        var start = _fixture.Now;
        var input = new Envelope
        {
            Id = new InputId(1),
            Actor = RuntimeFixture.Key,
            Kind = EnvelopeKind.Tell,
            Payload = new RuntimeFixture.Note(""),
            At = start,
            AnswerBy = start.AddSeconds(3),
        };

        var outcome = await _fixture.TurnInTime(input);

        Assert.Equal(TurnStatus.Abandon, outcome.Status);
        Assert.InRange(_fixture.Now - start, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task A_write_that_landed_in_spite_of_its_fault_is_recognised()
    {
        _fixture.AlwaysDo(_fixture.Send("x"));
        _fixture.Store.Writes.Enqueue(WriteFault);
        _fixture.Store.WriteTakesEffect = true;

        Assert.Equal(TurnOutcome.Done, await _fixture.TurnInTime(_fixture.Tell(1)));

        Assert.Equal(1, _fixture.State!.Count);
        Assert.Equal(["x"], _fixture.Texts);
    }

    [Fact]
    public void A_refusal_by_the_store_is_a_dead_letter_with_its_reason_and_nothing_is_sent()
    {
        _fixture.AlwaysDo(_fixture.Send("x"));
        _fixture.Store.Writes.Enqueue(new StoreWrite(StoreStatus.Fatal) { Reason = "too large" });

        Assert.Equal(TurnOutcome.DeadLetter("too large"), _fixture.Turn(_fixture.Tell(1)));

        Assert.Empty(_fixture.Bus.Commands);
    }

    [Theory]
    [InlineData(BusResult.Full)]
    [InlineData(BusResult.Transient)]
    public async Task Passing_faults_of_the_bus_are_retried_without_deciding_again(BusResult fault)
    {
        _fixture.AlwaysDo(_fixture.Send("x"), new Tell(RuntimeFixture.Key, new RuntimeFixture.Note("n")));
        foreach (var result in new[] { fault, BusResult.Sent, fault, BusResult.Sent })
            _fixture.Bus.Results.Enqueue(result);

        Assert.Equal(TurnOutcome.Done, await _fixture.TurnInTime(_fixture.Tell(1)));

        Assert.Single(_fixture.Actor.Seen);
        Assert.Equal(["x"], _fixture.Texts);
        Assert.Single(_fixture.Bus.Envelopes);
    }

    [Fact]
    public async Task Effects_that_could_not_be_performed_are_performed_by_the_redelivery()
    {
        _fixture.AlwaysDo(_fixture.Send("x"));
        for (var i = 0; i < 8; i++) _fixture.Bus.Results.Enqueue(BusResult.Transient);
        Assert.Equal(TurnStatus.Abandon, (await _fixture.TurnInTime(_fixture.Tell(1))).Status);

        Assert.Equal(TurnOutcome.Done, _fixture.Turn(_fixture.Tell(1)));

        Assert.Equal(["x"], _fixture.Texts);
        Assert.Equal(1, _fixture.State!.Count);
    }

    [Fact]
    public void An_effect_that_the_bus_refuses_does_not_hold_up_the_others()
    {
        _fixture.AlwaysDo(_fixture.Send("x"), new Tell(RuntimeFixture.Key, new RuntimeFixture.Note("n")));
        _fixture.Bus.Results.Enqueue(BusResult.Fatal);

        Assert.Equal(TurnOutcome.Done, _fixture.Turn(_fixture.Tell(1)));

        Assert.Single(_fixture.Bus.Envelopes);
    }

    [Fact]
    public void A_timer_that_finds_no_room_is_left_to_the_sweep()
    {
        _fixture.AlwaysDo(new Schedule(_fixture.Now.AddSeconds(1)));
        _fixture.Bus.Results.Enqueue(BusResult.Full);

        Assert.Equal(TurnOutcome.Done, _fixture.Turn(_fixture.Tell(1)));
    }

    [Fact]
    public void Killed_between_save_and_perform_the_effects_are_performed_by_the_next_turn_before_its_own()
    {
        Kill(_fixture.Send("saved"));
        _fixture.Restart();
        _fixture.AlwaysDo(_fixture.Send("next"));

        _fixture.Turn(_fixture.Tell(2));

        Assert.Equal(["saved", "next"], _fixture.Texts);
        Assert.Equal(new InputId(1).Effect(0), _fixture.Bus.Commands[0].Id);
    }

    [Fact]
    public void Killed_between_save_and_perform_a_redelivery_performs_the_effects_once()
    {
        Kill(_fixture.Send("saved"));
        _fixture.Restart();

        _fixture.Turn(_fixture.Tell(1));

        Assert.Equal(["saved"], _fixture.Texts);
        Assert.Equal(1, _fixture.State!.Count);
    }

    [Fact]
    public void What_this_process_performed_is_not_performed_again_by_the_next_turn()
    {
        _fixture.AlwaysDo(_fixture.Send("x"));

        _fixture.Turn(_fixture.Tell(1));
        _fixture.Turn(_fixture.Tell(2));

        Assert.Equal(2, _fixture.Bus.Commands.Count);
    }

    [Fact]
    public void An_actor_that_throws_changes_nothing()
    {
        _fixture.Actor.Decides = (CountState? _, ActorEvent _, in Env _) =>
            throw new InvalidOperationException("broken");

        Assert.Throws<InvalidOperationException>(() => _fixture.Turn(_fixture.Tell(1)));

        Assert.Equal(0, _fixture.Store.Puts + _fixture.Bus.Commands.Count);
    }

    private void Kill(params Effect[] effects)
    {
        _fixture.AlwaysDo(effects);
        _fixture.Restart(p => p with
        {
            Hooks = new RuntimeHooks { AfterSave = _ => throw new OperationCanceledException("killed") },
        });
        Assert.Throws<OperationCanceledException>(() => _fixture.Turn(_fixture.Tell(1)));
        Assert.Empty(_fixture.Bus.Commands);
    }
}
