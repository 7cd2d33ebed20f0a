using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// The work of one decision on a call that has (or now gets) a document: its state so far and the effects so far.
/// </summary>
internal sealed class CallTurn
{
    private IdSequence _ids;

    public CallTurn(CallState state, in Env env)
    {
        State = state;
        Env = env;
        _ids = env.Ids(state);
        Effects = ImmutableArray.CreateBuilder<Effect>(4);
    }

    public Env Env { get; }

    /// <summary>The instant of the timer that is decided; null where none is.</summary>
    public DateTimeOffset? SpentTimer { get; init; }

    public CallState State { get; set; }
    public ImmutableArray<Effect>.Builder Effects { get; }
    public EngineSettings Settings => Env.Settings;
    public EngineLimits Limits => Env.Settings.Limits;
    public DateTimeOffset Now => Env.Now;

    public byte[] NextToken(TokenPurpose purpose, string relay) => _ids.Next(purpose, RelayHash.Of(relay));

    public ResponseContext Context(int number)
    {
        foreach (var context in State.Contexts)
            if (context.Number == number) return context;
        throw new InvalidOperationException($"response context {number} is gone in the middle of a decision");
    }

    public void Add(ResponseContext context) =>
        State = State with { Contexts = State.Contexts.Add(context), LastContext = context.Number };

    public ResponseContext Replace(ResponseContext context)
    {
        for (var i = 0; i < State.Contexts.Length; i++)
        {
            if (State.Contexts[i].Number != context.Number) continue;
            State = State with { Contexts = State.Contexts.SetItem(i, context) };
            return context;
        }
        throw new InvalidOperationException($"response context {context.Number} is gone in the middle of a decision");
    }

    public ResponseContext Replace(ResponseContext context, int branch, ClientBranch with) =>
        Replace(context with { Branches = context.Branches.SetItem(branch, with) });

    /// <summary>
    /// The decision: ids used are counted, and a timer is asked for when the earliest deadline moved forward.
    /// </summary>
    public Decision Finish()
    {
        QueueRinging.Settle(this);
        AgentCalls.Settle(this);
        State = State with { IdCounter = _ids.Counter };
        if (State.DueAt is { } due && !IsCovered(due))
        {
            // Of one instant there is one timer, and that is decided.
            var at = due == SpentTimer ? due + OneTimer.MostSkew : due;
            Effects.Add(new Schedule(at));
            State = State with { ScheduledAt = at };
        }
        return new Decision(State, Effects.DrainToImmutable());
    }

    /// <summary>
    /// Whether a timer under way is early enough: for a branch at its deadline, for mere forgetting a little later will
    /// do.
    /// </summary>
    private bool IsCovered(DateTimeOffset due)
    {
        if (State.ScheduledAt is not { } scheduled || scheduled <= Now) return false;
        return scheduled <= (CallDeadlines.HasPending(State) ? due : due + Limits.ForgetSlack);
    }
}
