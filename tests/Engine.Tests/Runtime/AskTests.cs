using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Tests.Runtime;

public sealed class AskTests
{
    private const string Aor = "bob@example.com";
    private readonly RuntimeFixture _fixture = new();

    [Fact]
    public void Asks_are_answered_in_the_same_turn_each_with_what_led_to_it()
    {
        var bob = new UserCredentials("bob", "md5", "sha");
        var location = new LocationState { Incarnation = default, Aor = Aor };
        _fixture.Users["bob"] = bob;
        Put(location);
        var sent = _fixture.Send("x");
        _fixture.Actor.Decides = (CountState? state, ActorEvent input, in Env env) => input switch
        {
            Told => new(state, [new AskCredentials("c", "bob")]),
            CredentialsAnswer => new(state, [new AskLocation("l", Aor)]),
            _ => new(FakeActor.Next(state, env), [sent]),
        };

        Assert.Equal(TurnOutcome.Done, _fixture.Turn(_fixture.Tell(1)));

        var seen = _fixture.Actor.Seen;
        var credentials = Assert.IsType<CredentialsAnswer>(seen[1]);
        var found = Assert.IsType<LocationAnswer>(seen[2]);
        Assert.Equal(("c", bob), (credentials.Tag, credentials.Credentials));
        Assert.Equal(("l", location), (found.Tag, found.Location));
        Assert.Same(seen[0], credentials.Cause);
        Assert.Same(credentials, found.Cause);
        Assert.Equal(["x"], _fixture.Texts);
        Assert.Equal(1, _fixture.Store.Puts - 1);
        Assert.Equal(new InputId(1).Effect(0), _fixture.Bus.Commands[0].Id);
    }

    [Fact]
    public void Who_is_unknown_and_where_nobody_registered_is_answered_with_null()
    {
        _fixture.Actor.Decides = (CountState? state, ActorEvent input, in Env _) =>
            new(state, input is Told ? [new AskCredentials("c", "eve"), new AskLocation("l", "eve@example.com")] : []);

        _fixture.Turn(_fixture.Tell(1));

        Assert.Null(Assert.IsType<CredentialsAnswer>(_fixture.Actor.Seen[1]).Credentials);
        Assert.Null(Assert.IsType<LocationAnswer>(_fixture.Actor.Seen[2]).Location);
        Assert.Equal(0, _fixture.Store.Count);
    }

    [Fact]
    public void Effects_around_asks_keep_their_order_and_the_outbox_holds_no_ask()
    {
        var (first, last) = (_fixture.Send("first"), _fixture.Send("last"));
        _fixture.Actor.Decides = (CountState? state, ActorEvent input, in Env env) =>
            new(FakeActor.Next(state, env), input is Told ? [first, new AskCredentials("c", "eve")] : [last]);

        _fixture.Turn(_fixture.Tell(1));

        Assert.Equal(["first", "last"], _fixture.Texts);
        Assert.Equal([first, last], _fixture.Saved!.Outbox[0].Effects.AsEnumerable());
    }

    [Theory]
    [InlineData(300, TurnStatus.Done)]
    [InlineData(301, TurnStatus.DeadLetter)]
    public void One_input_has_at_most_300_asks(int asks, TurnStatus status)
    {
        _fixture.Actor.Decides = (CountState? state, ActorEvent _, in Env _) =>
            new(state, _fixture.Actor.Seen.Count <= asks ? [new AskCredentials("c", "eve")] : []);

        Assert.Equal(status, _fixture.Turn(_fixture.Tell(1)).Status);
    }

    [Fact]
    public void A_location_that_cannot_be_read_is_no_answer()
    {
        _fixture.Store.Reads.Enqueue(new StoreRead(StoreStatus.NotFound));
        _fixture.Store.Reads.Enqueue(new StoreRead(StoreStatus.Fatal) { Reason = "garbled" });
        _fixture.Actor.Decides = (CountState? state, ActorEvent _, in Env _) => new(state, [new AskLocation("l", Aor)]);

        Assert.Equal(TurnOutcome.DeadLetter("ask: garbled"), _fixture.Turn(_fixture.Tell(1)));
        Assert.Single(_fixture.Actor.Seen);
    }

    private void Put(LocationState location)
    {
        var key = new ActorKey(ActorKind.Location, AddressOfRecord.Hash(Aor));
        var document = new ActorDocument { Key = key, State = location };
        Assert.True(_fixture.Store.Put(key, document, DocumentColumns.None, null).IsCompletedSuccessfully);
    }
}
