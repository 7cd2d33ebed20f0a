using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Trunks;

/// <summary>The work of one decision on a trunk: its state so far and the effects so far.</summary>
internal sealed class TrunkTurn
{
    private IdSequence _ids;

    public TrunkTurn(TrunkState state, TrunkOptions options, in Env env)
    {
        State = state;
        Options = options;
        Env = env;
        _ids = env.Ids(state);
    }

    public Env Env { get; }
    public TrunkOptions Options { get; }
    public TrunkState State { get; set; }
    public ImmutableArray<Effect>.Builder Effects { get; } = ImmutableArray.CreateBuilder<Effect>(4);
    public DateTimeOffset Now => Env.Now;

    public string NextToken(TokenPurpose purpose) => Text.Of(_ids.Next(purpose, RelayHash.Of(Options.Relay!)));

    /// <summary>The index of the target whose OPTIONS has that branch; null for none.</summary>
    public int? Find(string branch)
    {
        for (var i = 0; i < State.Targets.Length; i++)
            if (State.Targets[i].Probe?.Branch == branch) return i;
        return null;
    }

    public void Set(int index, TrunkTarget target) =>
        State = State with { Targets = State.Targets.SetItem(index, target) };

    /// <summary>The targets of the configuration, with what is known of those that were there before.</summary>
    public void Adopt()
    {
        var before = State.Targets;
        if (before.Select(target => target.Uri).SequenceEqual(Options.Targets)) return;
        State = State with
        {
            Targets =
            [
                .. Options.Targets.Select(uri =>
                    before.FirstOrDefault(known => known.Uri == uri) ?? new TrunkTarget { Uri = uri }),
            ],
        };
    }

    public void Tell(TrunkTarget target, string reason)
    {
        var data = new Dictionary<string, string>
        {
            ["target"] = target.Uri,
            ["state"] = target.IsOut ? "out" : "in",
            ["reason"] = reason,
        };
        State = EventLog.Append(State, "target", data, Now, Effects);
    }

    public Decision Finish()
    {
        State = State with { IdCounter = _ids.Counter };
        State = State with { ScheduledAt = OneTimer.Ask(State.DueAt!.Value, State.ScheduledAt, Now, Effects) };
        return new Decision(State, Effects.DrainToImmutable());
    }
}
