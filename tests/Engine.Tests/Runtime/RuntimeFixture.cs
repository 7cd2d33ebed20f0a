using System.Diagnostics;
using System.Text;
using ServerlessSip.Contracts;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Runtime;

/// <summary>A runtime with fakes all around, and its inputs and effects.</summary>
internal sealed class RuntimeFixture : IUserDirectory, IPush, IWork
{
    public static readonly ActorKey Key = new(ActorKind.Call, 0xC0);

    public RuntimeFixture(Func<RuntimeParts, RuntimeParts>? change = null)
    {
        var parts = new RuntimeParts
        {
            Store = Store,
            Bus = Bus,
            Push = this,
            Users = this,
            Work = this,
            Actors = [Actor],
            Settings = new EngineSettings
            {
                Domains = new DomainSet(["example.com"], []),
                Keys = new TokenKeys(new byte[32]),
                Listeners = [],
            },
            Clock = Time,
            Results = new CommandResults(),
        };
        Parts = change is null ? parts : change(parts);
        Runtime = new ActorRuntime(Parts);
    }

    public ManualTime Time { get; } = new();
    public FaultyStore Store { get; } = new();
    public RecordingBus Bus { get; } = new();
    public FakeActor Actor { get; } = new();
    public List<(string Group, PushEvent Event)> Pushed { get; } = [];
    public List<WorkItem> Work { get; } = [];
    public Dictionary<string, UserCredentials> Users { get; } = [];
    public RuntimeParts Parts { get; }

    /// <summary>Replaced by <see cref="Restart"/>.</summary>
    public ActorRuntime Runtime { get; private set; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public ActorDocument? Saved => (ActorDocument?)Store.Get(Key).Result.Document;

    public CountState? State => (CountState?)Saved?.State;

    /// <summary>A process that knows nothing of what the one before performed.</summary>
    public void Restart(Func<RuntimeParts, RuntimeParts>? change = null) =>
        Runtime = new ActorRuntime(change is null ? Parts : change(Parts));

    /// <summary>A turn that must be over when the call returns.</summary>
    public TurnOutcome Turn(Envelope input)
    {
        var turn = Runtime.Turn(input);
        Assert.True(turn.IsCompleted);
        return turn.GetAwaiter().GetResult();
    }

    /// <summary>A turn that may wait; time passes until it is over.</summary>
    public Task<TurnOutcome> TurnInTime(Envelope input) => InTime(Runtime.Turn(input).AsTask());

    /// <summary>Lets time pass, whenever somebody waits for it, until the task is over.</summary>
    public async Task<T> InTime<T>(Task<T> task)
    {
        var started = Stopwatch.GetTimestamp();
        while (!task.IsCompleted)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20), "it is never over");
            if (Time.TimersSet > 0) Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
        return await task;
    }

    public void AlwaysDo(params Effect[] effects) => Actor.Decides =
        (CountState? state, ActorEvent _, in Env env) => new(FakeActor.Next(state, env), [.. effects]);

    public Envelope Tell(int id) => Input(id, EnvelopeKind.Tell, new Note("hello"));

    public Envelope Input(int id, EnvelopeKind kind, object? payload = null) => new()
    {
        Id = new InputId((UInt128)id),
        Actor = Key,
        Kind = kind,
        Payload = payload,
        At = Now,
    };

    public SendSip Send(string text, TimeSpan? life = null) => new()
    {
        Message = new OutgoingMessage(Encoding.ASCII.GetBytes(text), []),
        Kind = RelayCommandKind.SendResponse,
        Relay = "r1",
        NotAfter = Now + (life ?? TimeSpan.FromSeconds(32)),
    };

    public string[] Texts => [.. Bus.Commands.Select(c => Encoding.ASCII.GetString(c.Bytes.Span))];

    public ValueTask<UserCredentials?> Find(string user) => new(Users.GetValueOrDefault(user));

    public ValueTask Publish(string group, PushEvent pushEvent, CancellationToken cancel = default)
    {
        Pushed.Add((group, pushEvent));
        return ValueTask.CompletedTask;
    }

    public ValueTask<PushEndpoint> Negotiate(string user, CancellationToken cancel = default) =>
        new(new PushEndpoint("", null));

    public ValueTask<bool> Subscribe(string connectionId, string group, CancellationToken cancel = default) =>
        new(false);

    public ValueTask<BusResult> Start(WorkItem item)
    {
        Work.Add(item);
        return new(BusResult.Sent);
    }

    /// <summary>What the tests tell.</summary>
    public sealed record Note(string Text) : TellBody;
}
