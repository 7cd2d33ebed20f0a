using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Runtime;

/// <summary>Takes one input through its actor until no ask is left.</summary>
internal sealed class Decider(RuntimeParts parts)
{
    private readonly IActor?[] _actors = ByKind(parts.Actors);

    public IActor? ActorOf(ActorKind kind) => (int)kind < _actors.Length ? _actors[(int)kind] : null;

    /// <summary>Decides; completes synchronously when there is no ask or its answer is at hand.</summary>
    public ValueTask<TurnOutcome> Decide(Turn turn, TurnInput input, in Env env, Patience patience)
    {
        var decision = ActorOf(env.Self.Kind)!.Decide(turn.State, input.Event, env);
        if (HasAsk(decision.Effects)) return Ask(turn, input, env, decision, patience);
        turn.Take(input.Id, decision.Next, decision.Effects, decision.Result);
        return new(TurnOutcome.Done);
    }

    private async ValueTask<TurnOutcome> Ask(
        Turn turn, TurnInput input, Env env, Decision decision, Patience patience)
    {
        var effects = ImmutableArray.CreateBuilder<Effect>();
        var asks = new Queue<(Ask Ask, ActorEvent Cause)>();
        var result = decision.Result;
        Take(decision.Effects, input.Event, effects, asks);
        var actor = ActorOf(env.Self.Kind)!;
        for (var asked = 0; asks.TryDequeue(out var next); asked++)
        {
            if (asked == parts.Limits.MaxAsks) return TurnOutcome.DeadLetter($"more than {asked} asks of one input");
            var (answer, failure) = await Answer(next.Ask, next.Cause, patience);
            if (answer is null) return failure;
            decision = actor.Decide(decision.Next, answer, env);
            result = decision.Result ?? result;
            Take(decision.Effects, answer, effects, asks);
        }
        turn.Take(input.Id, decision.Next, effects.DrainToImmutable(), result);
        return TurnOutcome.Done;
    }

    private async ValueTask<(ActorEvent? Answer, TurnOutcome Failure)> Answer(
        Ask ask, ActorEvent cause, Patience patience)
    {
        switch (ask)
        {
            case AskCredentials credentials:
                var found = await parts.Users.Find(credentials.User);
                return (new CredentialsAnswer(credentials.Tag, found) { Cause = cause }, default);
            case AskLocation location:
                var key = new ActorKey(ActorKind.Location, AddressOfRecord.Hash(location.Aor));
                var (bound, unread) = await Read(key, patience);
                return unread.Status != TurnStatus.None ? (null, unread)
                    : (new LocationAnswer(location.Tag, bound as LocationState) { Cause = cause }, default);
            case AskTrunk trunk:
                var (known, fault) = await Read(TrunkName.Key(trunk.Trunk), patience);
                return fault.Status != TurnStatus.None ? (null, fault)
                    : (new TrunkAnswer(trunk.Tag, known as TrunkState), default);
            default:
                return (null, TurnOutcome.DeadLetter($"unknown ask {ask.GetType().Name}"));
        }
    }

    /// <summary>Another actor's state, or why it cannot be read.</summary>
    private static async ValueTask<(ActorState? State, TurnOutcome Failure)> Read(ActorKey key, Patience patience)
    {
        var read = await patience.Get(key);
        return read.Status switch
        {
            StoreStatus.Transient => (null, TurnOutcome.Abandon(Fault(read.Reason))),
            StoreStatus.Fatal => (null, TurnOutcome.DeadLetter(Fault(read.Reason))),
            _ => ((read.Document as ActorDocument)?.State, default),
        };
    }

    private static string Fault(string? reason) => $"ask: {reason ?? "store fault"}";

    private static void Take(
        ImmutableArray<Effect> decided, ActorEvent cause,
        ImmutableArray<Effect>.Builder effects, Queue<(Ask, ActorEvent)> asks)
    {
        if (decided.IsDefault) return;
        foreach (var effect in decided)
        {
            if (effect is Ask ask) asks.Enqueue((ask, cause));
            else effects.Add(effect);
        }
    }

    private static bool HasAsk(ImmutableArray<Effect> effects)
    {
        if (effects.IsDefault) return false;
        foreach (var effect in effects.AsSpan())
            if (effect is Ask) return true;
        return false;
    }

    private static IActor?[] ByKind(ImmutableArray<IActor> actors)
    {
        var byKind = new IActor?[16];
        foreach (var actor in actors) byKind[(int)actor.Kind] = actor;
        return byKind;
    }
}
