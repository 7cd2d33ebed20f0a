using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime;

/// <summary>A state with nothing but a number of decisions and a deadline.</summary>
internal sealed record CountState : ActorState
{
    public int Count { get; init; }
    public DateTimeOffset? Due { get; init; }

    public override DateTimeOffset? DueAt => Due;
    public override string? Resource => "calls/x";
    public override string? Status => "up";
}

/// <summary>An actor whose decisions a test writes; counts by default.</summary>
internal sealed class FakeActor : IActor
{
    public delegate Decision Rule(CountState? state, ActorEvent input, in Env env);

    public Rule Decides { get; set; } = (CountState? state, ActorEvent _, in Env env) => new(Next(state, env), []);

    public List<ActorEvent> Seen { get; } = [];

    public ActorKind Kind => ActorKind.Call;

    public Decision Decide(ActorState? state, ActorEvent input, in Env env)
    {
        Seen.Add(input);
        return Decides((CountState?)state, input, env);
    }

    public static CountState Next(CountState? state, in Env env) =>
        (state ?? new CountState { Incarnation = env.Input }) with { Count = (state?.Count ?? 0) + 1 };
}
