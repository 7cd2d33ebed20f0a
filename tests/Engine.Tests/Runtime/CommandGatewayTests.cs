using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime;

public sealed class CommandGatewayTests
{
    private static readonly CommandReceived Command = new("remove", ImmutableDictionary<string, string>.Empty);
    private static readonly CommandResult Removed = new(200, "removed");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_result_comes_from_the_runtime_or_from_the_document(bool sameProcess)
    {
        var fixture = Fixture(sameProcess);
        fixture.Bus.Sent = envelope => fixture.Turn(envelope);

        Assert.Equal(Removed,
            await InTime(fixture, new CommandGateway(fixture.Parts).Send(RuntimeFixture.Key, Command)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_that_does_not_come_in_five_seconds_is_null(bool sameProcess)
    {
        var fixture = Fixture(sameProcess);
        var start = fixture.Now;

        Assert.Null(await InTime(fixture, new CommandGateway(fixture.Parts).Send(RuntimeFixture.Key, Command)));

        Assert.InRange(fixture.Now - start, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.1));
    }

    [Fact]
    public async Task The_same_key_is_the_same_command_and_gets_the_same_result()
    {
        var fixture = Fixture(sameProcess: true);
        fixture.Bus.Sent = envelope => fixture.Turn(envelope);
        var gateway = new CommandGateway(fixture.Parts);

        var first = await InTime(fixture, gateway.Send(RuntimeFixture.Key, Command, "key"));
        var second = await InTime(fixture, gateway.Send(RuntimeFixture.Key, Command, "key"));
        await InTime(fixture, gateway.Send(RuntimeFixture.Key, Command, "other"));

        Assert.Equal((Removed, Removed), (first, second));
        Assert.Equal(2, fixture.State!.Count);
    }

    [Fact]
    public async Task Who_asks_again_while_the_first_waits_hears_the_result_though_the_first_gave_up()
    {
        var fixture = Fixture(sameProcess: true);
        var gateway = new CommandGateway(fixture.Parts);
        var first = gateway.Send(RuntimeFixture.Key, Command, "key").AsTask();
        fixture.Time.Advance(TimeSpan.FromSeconds(3));
        var second = gateway.Send(RuntimeFixture.Key, Command, "key").AsTask();
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await first);

        fixture.Turn(fixture.Bus.Envelopes[0]);

        Assert.Equal(Removed, await InTime(fixture, new ValueTask<CommandResult?>(second)));
    }

    [Fact]
    public async Task One_key_for_two_actors_is_two_commands()
    {
        var fixture = Fixture(sameProcess: true);
        fixture.Bus.Results.Enqueue(BusResult.Sent);
        var gateway = new CommandGateway(fixture.Parts);

        await InTime(fixture, gateway.Send(RuntimeFixture.Key, Command, "key"));
        await InTime(fixture, gateway.Send(new ActorKey(ActorKind.Location, 1), Command, "key"));

        Assert.Equal(2, fixture.Bus.Envelopes.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_full_bus_is_a_503()
    {
        var fixture = Fixture(sameProcess: true);
        fixture.Bus.Results.Enqueue(BusResult.Full);

        var result = await InTime(fixture, new CommandGateway(fixture.Parts).Send(RuntimeFixture.Key, Command));

        Assert.Equal(503, result!.Status);
    }

    [Fact]
    public async Task Waiting_commands_are_bounded()
    {
        var fixture = Fixture(sameProcess: true, RuntimeLimits.Default with { MaxWaitingCommands = 1 });
        var gateway = new CommandGateway(fixture.Parts);

        var first = gateway.Send(RuntimeFixture.Key, Command).AsTask();
        var second = await gateway.Send(RuntimeFixture.Key, Command);
        fixture.Time.Advance(TimeSpan.FromSeconds(5));
        await first;

        Assert.Equal(503, second!.Status);
        Assert.Null(await InTime(fixture, gateway.Send(RuntimeFixture.Key, Command)));
    }

    [Fact]
    public void A_document_remembers_a_bounded_number_of_results()
    {
        var fixture = Fixture(sameProcess: true);

        for (var i = 1; i <= 33; i++) fixture.Turn(fixture.Input(i, EnvelopeKind.Command, Command));

        Assert.Equal(32, fixture.Saved!.Results.Length);
        Assert.Equal(new InputId(2), fixture.Saved!.Results[0].Input);
    }

    [Fact]
    public void The_result_of_a_command_that_ends_its_actor_stays_for_whoever_looks_for_it()
    {
        var fixture = Fixture(sameProcess: false);
        fixture.Turn(fixture.Input(1, EnvelopeKind.Command, Command));
        fixture.Actor.Decides = (CountState? _, ActorEvent _, in Env _) => new(null, []) { Result = Removed };

        fixture.Turn(fixture.Input(2, EnvelopeKind.Command, Command));

        Assert.Equal(Removed, fixture.Saved!.ResultOf(new InputId(2)));
        Assert.Null(fixture.Saved!.State);
        Assert.NotNull(fixture.Saved!.Columns().OutboxAt);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_refusal_by_an_actor_without_a_document_is_heard_too(bool sameProcess, int documents)
    {
        var refused = new CommandResult(404, "there is no such call");
        var fixture = Fixture(sameProcess);
        fixture.Bus.Sent = envelope => fixture.Turn(envelope);
        fixture.Actor.Decides = (CountState? state, ActorEvent _, in Env _) => new(state, []) { Result = refused };
        var start = fixture.Now;

        Assert.Equal(refused,
            await InTime(fixture, new CommandGateway(fixture.Parts).Send(RuntimeFixture.Key, Command)));

        Assert.InRange(fixture.Now - start, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
        Assert.Equal(documents, fixture.Store.Count);
    }

    [Fact]
    public async Task A_document_of_a_refusal_alone_bars_nothing()
    {
        var fixture = Fixture(sameProcess: false);
        var counts = fixture.Actor.Decides;
        fixture.Actor.Decides = (CountState? state, ActorEvent _, in Env _) =>
            new(state, []) { Result = new CommandResult(409, "not now") };
        fixture.Turn(fixture.Input(1, EnvelopeKind.Command, Command));
        Assert.Null(fixture.Saved!.State);

        fixture.Actor.Decides = counts;
        fixture.Turn(fixture.Input(2, EnvelopeKind.Command, Command));
        Assert.Equal(1, fixture.State!.Count);

        fixture.Actor.Decides = (CountState? _, ActorEvent _, in Env _) => new(null, []);
        fixture.Turn(fixture.Tell(3));
        fixture.Time.Advance(RuntimeLimits.Default.OutboxAge * 2);
        await new Sweep(fixture.Parts, fixture.Runtime).Once();
        Assert.Equal(0, fixture.Store.Count);
    }

    private static RuntimeFixture Fixture(bool sameProcess, RuntimeLimits? limits = null)
    {
        var fixture = new RuntimeFixture(parts => parts with
        {
            Results = sameProcess ? parts.Results : null,
            Limits = limits ?? parts.Limits,
        });
        fixture.Actor.Decides = (CountState? state, ActorEvent _, in Env env) =>
            new(FakeActor.Next(state, env), []) { Result = Removed };
        return fixture;
    }

    private static Task<CommandResult?> InTime(RuntimeFixture fixture, ValueTask<CommandResult?> sending) =>
        fixture.InTime(sending.AsTask());
}
