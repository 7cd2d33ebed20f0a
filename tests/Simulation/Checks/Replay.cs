using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Documents;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Ports;

namespace ServerlessSip.Simulation.Checks;

/// <summary>
/// The saved inputs with the answers that were given, to be decided anew: the state must be the same.
/// </summary>
internal sealed class Replay
{
    private static readonly EngineDocumentCodec Codec = new();
    private readonly Dictionary<ActorKey, List<Decided>> _lives = [];
    private readonly Dictionary<ActorKey, ActorDocument> _last = [];

    public int Compared { get; private set; }

    public void Saved(Decided decided, ActorDocument document)
    {
        if (!_lives.TryGetValue(document.Key, out var life)) _lives[document.Key] = life = [];
        // Settling an outbox saves a state that was saved before.
        if (_last.TryGetValue(document.Key, out var last) && ReferenceEquals(last.State, document.State)) return;
        life.Add(decided);
        _last[document.Key] = document;
    }

    /// <summary>A deleted actor may begin anew.</summary>
    public void Deleted(ActorKey key)
    {
        Differing ??= Compare(key);
        _lives.Remove(key);
        _last.Remove(key);
    }

    /// <summary>The first actor whose replayed state is another; null for none.</summary>
    public string? Differing { get; private set; }

    public string? Finish()
    {
        foreach (var key in _lives.Keys) Differing ??= Compare(key);
        return Differing;
    }

    private string? Compare(ActorKey key)
    {
        if (!_lives.TryGetValue(key, out var life) || !_last.TryGetValue(key, out var last)) return null;
        IActor actor = key.Kind == ActorKind.Call ? new CallActor() : new LocationActor();
        ActorState? state = null;
        foreach (var decided in life)
            foreach (var input in decided.Events) state = actor.Decide(state, input, decided.Env).Next;
        Compared++;
        var (again, saved) = (Encode(last, state), Encode(last, last.State));
        if (again.AsSpan().SequenceEqual(saved)) return null;
        var at = again.AsSpan().CommonPrefixLength(saved);
        return $"{key} differs when its {life.Count} inputs are decided again: "
            + $"{Excerpt(again, at)} for {Excerpt(saved, at)}";
    }

    /// <summary>
    /// Without the effects: they share messages with the state that was saved, not with the one decided again.
    /// </summary>
    private static byte[] Encode(ActorDocument document, ActorState? state) =>
        Codec.Encode(document with { State = state, Outbox = [] });

    private static string Excerpt(byte[] bytes, int at) =>
        System.Text.Encoding.Latin1.GetString(
            bytes, Math.Max(0, at - 60), Math.Min(120, bytes.Length - Math.Max(0, at - 60)));
}
