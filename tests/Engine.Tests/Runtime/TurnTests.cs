using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime;

public sealed class TurnTests
{
    private readonly RuntimeFixture _fixture = new();

    [Fact]
    public void A_turn_saves_the_state_with_its_effects_once_and_then_performs_them()
    {
        _fixture.AlwaysDo(_fixture.Send("one"), new StopSending("r1", "b|INVITE"), _fixture.Send("two"));

        Assert.Equal(TurnOutcome.Done, _fixture.Turn(_fixture.Tell(1)));

        Assert.Equal(1, _fixture.Store.Puts);
        Assert.Equal(1, _fixture.State!.Count);
        Assert.Equal([new DecidedInput(new InputId(1), _fixture.Now)], _fixture.Saved!.Decided.AsEnumerable());
        Assert.Equal(3, _fixture.Saved!.Outbox[0].Effects.Length);
        Assert.Equal(["one", "", "two"], _fixture.Texts);
        Assert.Equal(
            Enumerable.Range(0, 3).Select(i => new InputId(1).Effect(i)), _fixture.Bus.Commands.Select(c => c.Id));
        Assert.All(_fixture.Bus.Commands, c => Assert.Equal(RuntimeFixture.Key, c.Actor));
    }

    [Fact]
    public void A_stateless_answer_saves_nothing()
    {
        var answer = _fixture.Send("401");
        _fixture.Actor.Decides = (CountState? state, ActorEvent _, in Env _) => new(state, [answer]);

        _fixture.Turn(_fixture.Tell(1));

        Assert.Equal(["401"], _fixture.Texts);
        Assert.Equal(0, _fixture.Store.Puts + _fixture.Store.Count);
    }

    [Fact]
    public void A_stateless_answer_leaves_a_document_as_it_was()
    {
        _fixture.Turn(_fixture.Tell(1));
        var answer = _fixture.Send("401");
        _fixture.Actor.Decides = (CountState? state, ActorEvent _, in Env _) => new(state, [answer]);

        _fixture.Turn(_fixture.Tell(2));

        Assert.Equal(["401"], _fixture.Texts);
        Assert.Equal(1, _fixture.Store.Puts);
    }

    [Fact]
    public void A_redelivered_input_decides_nothing_and_performs_its_effects_again()
    {
        _fixture.AlwaysDo(_fixture.Send("x"));
        _fixture.Turn(_fixture.Tell(1));

        _fixture.Turn(_fixture.Tell(1));

        Assert.Single(_fixture.Actor.Seen);
        Assert.Equal(1, _fixture.Store.Puts);
        Assert.Equal(["x", "x"], _fixture.Texts);
        Assert.Equal(_fixture.Bus.Commands[0].Id, _fixture.Bus.Commands[1].Id);
    }

    [Fact]
    public void A_redelivered_input_whose_outbox_is_no_longer_the_newest_performs_nothing()
    {
        _fixture.AlwaysDo(_fixture.Send("x"));
        _fixture.Turn(_fixture.Tell(1));
        _fixture.Turn(_fixture.Tell(2));

        _fixture.Turn(_fixture.Tell(1));

        Assert.Equal(2, _fixture.Bus.Commands.Count);
    }

    [Fact]
    public void A_timer_that_comes_twice_is_decided_again_only_while_something_is_due()
    {
        var due = _fixture.Now;
        _fixture.Actor.Decides = (CountState? state, ActorEvent _, in Env env) =>
            new(FakeActor.Next(state, env) with { Due = state is { Count: 1 } ? null : due }, []);

        _fixture.Turn(_fixture.Input(1, EnvelopeKind.Timer));
        _fixture.Turn(_fixture.Input(1, EnvelopeKind.Timer));
        _fixture.Turn(_fixture.Input(1, EnvelopeKind.Timer));

        Assert.Equal(2, _fixture.State!.Count);
    }

    [Theory]
    [InlineData(256, 257)]
    [InlineData(257, 258)]
    public void A_document_remembers_at_most_256_inputs(int sent, int countAfterRepeatOfFirst)
    {
        for (var i = 1; i <= sent; i++) _fixture.Turn(_fixture.Tell(i));

        _fixture.Turn(_fixture.Tell(sent == 256 ? 257 : 1));

        Assert.Equal(256, _fixture.Saved!.Decided.Length);
        Assert.Equal(countAfterRepeatOfFirst, _fixture.State!.Count);
    }

    [Theory]
    [InlineData(300_000, true)]
    [InlineData(300_001, false)]
    public void A_document_remembers_inputs_for_five_minutes(int milliseconds, bool remembered)
    {
        _fixture.Turn(_fixture.Tell(1));
        _fixture.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        _fixture.Turn(_fixture.Tell(2));

        Assert.Equal(remembered, _fixture.Saved!.HasDecided(new InputId(1)));
    }

    [Fact]
    public void The_end_of_an_actor_saves_its_last_effects_and_then_deletes()
    {
        _fixture.Turn(_fixture.Tell(1));
        var last = _fixture.Send("bye");
        _fixture.Actor.Decides = (CountState? _, ActorEvent _, in Env _) => new(null, [last]);

        _fixture.Turn(_fixture.Tell(2));

        Assert.Equal(["bye"], _fixture.Texts);
        Assert.Equal(2, _fixture.Store.Puts);
        Assert.Equal(0, _fixture.Store.Count);
    }

    [Fact]
    public void The_end_of_an_actor_without_effects_deletes_at_once()
    {
        _fixture.Turn(_fixture.Tell(1));
        _fixture.Actor.Decides = (CountState? _, ActorEvent _, in Env _) => new(null, []);

        _fixture.Turn(_fixture.Tell(2));

        Assert.Equal(1, _fixture.Store.Puts);
        Assert.Equal(1, _fixture.Store.Deletes);
        Assert.Equal(0, _fixture.Store.Count);
    }

    [Fact]
    public void Effects_past_their_time_are_not_sent()
    {
        _fixture.AlwaysDo(
            _fixture.Send("late", TimeSpan.FromTicks(-1)), _fixture.Send("just", TimeSpan.Zero));

        _fixture.Turn(_fixture.Tell(1));

        Assert.Equal(["just"], _fixture.Texts);
        Assert.Equal(new InputId(1).Effect(1), _fixture.Bus.Commands[0].Id);
    }

    [Fact]
    public void Every_effect_goes_where_it_belongs()
    {
        var other = new ActorKey(ActorKind.Location, 5);
        var at = _fixture.Now.AddSeconds(9);
        var dns = new ResolveDns("t", "example.com", 5060, SipTransport.Udp);
        var rang = new PushEvent
        {
            Type = "call",
            Resource = "calls/x",
            Version = 1,
            At = _fixture.Now,
            Data = new Dictionary<string, string>(),
        };
        _fixture.AlwaysDo(
            new Schedule(at), new Tell(other, new RuntimeFixture.Note("n")), new Push(rang), dns,
            new AcceptTransaction("r1", "b|s|INVITE"));

        _fixture.Turn(_fixture.Tell(1));

        Assert.Equal((EnvelopeKind.Timer, at), (_fixture.Bus.Scheduled[0].Envelope.Kind, _fixture.Bus.Scheduled[0].At));
        var told = Assert.Single(_fixture.Bus.Envelopes);
        Assert.Equal((other, new InputId(1).Effect(1), EnvelopeKind.Tell), (told.Actor, told.Id, told.Kind));
        Assert.Equal(new RuntimeFixture.Note("n"), told.Payload);
        Assert.Equal([("calls/x", rang), ("calls", rang)], _fixture.Pushed);
        Assert.Equal([new WorkItem(RuntimeFixture.Key, new InputId(1).Effect(3), dns)], _fixture.Work);
        Assert.Equal(RelayCommandKind.Accepted, _fixture.Bus.Commands[0].Kind);
    }

    [Fact]
    public void Timers_of_one_instant_have_one_id_and_of_others_another()
    {
        var at = _fixture.Now.AddSeconds(1);
        _fixture.AlwaysDo(new Schedule(at), new Schedule(at), new Schedule(at.AddTicks(1)));

        _fixture.Turn(_fixture.Tell(1));

        var ids = _fixture.Bus.Scheduled.Select(s => s.Envelope.Id).ToArray();
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    [Fact]
    public void An_actor_of_no_known_kind_is_a_dead_letter()
    {
        var input = new Envelope
        {
            Id = default,
            Actor = new ActorKey(ActorKind.Room, 1),
            Kind = EnvelopeKind.Timer,
            At = default,
        };

        Assert.Equal(TurnStatus.DeadLetter, _fixture.Turn(input).Status);
    }

    [Fact]
    public void A_timer_decided_once_more_has_effects_of_its_own()
    {
        var send = _fixture.Send("cancel");
        var now = _fixture.Now;
        _fixture.Actor.Decides = (CountState? state, ActorEvent _, in Env env) =>
            new(FakeActor.Next(state, env) with { Due = now }, [send]);
        var timer = new Envelope
        {
            Id = new InputId(7),
            Actor = RuntimeFixture.Key,
            Kind = EnvelopeKind.Timer,
            At = now,
        };

        _fixture.Turn(timer);
        _fixture.Turn(timer);

        Assert.Equal(2, _fixture.State!.Count);
        Assert.Equal(2, _fixture.Bus.Commands.Select(c => c.Id).Distinct().Count());
    }
}
