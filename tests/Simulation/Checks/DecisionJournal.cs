using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Simulation.Checks;

/// <summary>What one engine decided lately, by actor and input.</summary>
internal sealed class DecisionJournal
{
    private readonly Dictionary<(ActorKey, InputId), Decided> _latest = [];
    private readonly Dictionary<InputId, Decided> _stateless = [];

    public Decided? Of(ActorKey actor, InputId input) => _latest.GetValueOrDefault((actor, input));

    /// <summary>Whether this is an effect of a decision that left its document as it was.</summary>
    public bool IsStateless(ActorKey actor, InputId effect) =>
        _stateless.TryGetValue(effect, out var decided) && decided.Env.Self == actor && decided.ChangesNothing;

    public void Take(ActorKind kind, ActorState? before, ActorEvent input, in Env env, in Decision decision)
    {
        var key = (env.Self, env.Input);
        var isAnswer = input is LocationAnswer or CredentialsAnswer;
        if (!isAnswer || !_latest.TryGetValue(key, out var decided))
            _latest[key] = decided = new Decided(kind, env, before);
        decided.Events.Add(input);
        decided.After = decision.Next;
        if (!decision.Effects.IsDefault)
            decided.Effects = decided.Effects.AddRange(decision.Effects.Where(e => e is not Ask));
        if (!decided.ChangesNothing) return;
        for (var i = 0; i < decided.Effects.Length; i++) _stateless[env.Input.Effect(i)] = decided;
    }
}
