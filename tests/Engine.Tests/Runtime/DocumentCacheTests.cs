using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime;

public sealed class DocumentCacheTests
{
    private readonly RuntimeFixture _fixture = new(parts => parts with { Cache = new DocumentCache(2) });

    private static readonly StoreRead Untouched = new(StoreStatus.Fatal);

    [Fact]
    public void The_next_input_of_an_actor_needs_no_read()
    {
        _fixture.Turn(_fixture.Tell(1));
        _fixture.Store.Reads.Enqueue(Untouched);

        for (var id = 2; id < 5; id++) Assert.Equal(TurnStatus.Done, _fixture.Turn(_fixture.Tell(id)).Status);

        Assert.Single(_fixture.Store.Reads);
        _fixture.Store.Reads.Clear();
        Assert.Equal(4, _fixture.State!.Count);
    }

    [Fact]
    public void What_another_wrote_meanwhile_is_read_and_decided_on()
    {
        _fixture.Turn(_fixture.Tell(1));
        Another();

        Assert.Equal(TurnStatus.Done, _fixture.Turn(_fixture.Tell(2)).Status);

        Assert.Equal(102, _fixture.State!.Count);
    }

    [Fact]
    public void An_answer_that_saves_nothing_is_made_on_a_fresh_read()
    {
        _fixture.Turn(_fixture.Tell(1));
        Another();
        CountState? seen = null;
        _fixture.Actor.Decides = (CountState? state, ActorEvent _, in Env _) =>
        {
            seen = state;
            return new Decision(state, [_fixture.Send("answer")]);
        };

        _fixture.Turn(_fixture.Tell(2));

        Assert.Equal(101, seen!.Count);
        Assert.Equal(["answer"], _fixture.Texts);
    }

    [Fact]
    public void A_redelivered_input_decides_nothing_new()
    {
        _fixture.AlwaysDo(_fixture.Send("x"));
        _fixture.Turn(_fixture.Tell(1));

        _fixture.Turn(_fixture.Tell(1));

        Assert.Equal(1, _fixture.State!.Count);
        Assert.Equal(["x", "x"], _fixture.Texts);
    }

    [Fact]
    public void A_write_that_failed_leaves_nothing_behind()
    {
        _fixture.Turn(_fixture.Tell(1));
        _fixture.Store.Writes.Enqueue(new StoreWrite(StoreStatus.Fatal) { Reason = "refused" });

        Assert.Equal(TurnStatus.DeadLetter, _fixture.Turn(_fixture.Tell(2)).Status);
        _fixture.Turn(_fixture.Tell(3));

        Assert.Equal(2, _fixture.State!.Count);
    }

    [Fact]
    public void A_full_cache_starts_anew()
    {
        var cache = new DocumentCache(2);
        for (var i = 1; i <= 3; i++) cache.Keep(new ActorDocument { Key = Key(i) }, "e");

        Assert.Null(cache.Take(Key(1)));
        Assert.NotNull(cache.Take(Key(3)));
        Assert.Null(cache.Take(Key(3)));
    }

    [Fact]
    public void The_outcome_says_when_an_actor_expects_no_more()
    {
        Assert.False(_fixture.Turn(_fixture.Tell(1)).IsOver);
        _fixture.Actor.Decides = (CountState? _, ActorEvent _, in Env _) => new Decision(null, []);
        Assert.True(_fixture.Turn(_fixture.Tell(2)).IsOver);
    }

    private static ActorKey Key(int number) => new(ActorKind.Call, (UInt128)number);

    private void Another()
    {
        var read = _fixture.Store.Get(RuntimeFixture.Key).Result;
        var document = (ActorDocument)read.Document!;
        var state = ((CountState)document.State!) with { Count = 101 };
        var written = _fixture.Store.Put(
            RuntimeFixture.Key, document with { State = state }, DocumentColumns.None, read.ETag).Result;
        Assert.Equal(StoreStatus.Ok, written.Status);
    }
}
