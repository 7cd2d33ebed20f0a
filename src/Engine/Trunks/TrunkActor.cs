using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Trunks;

/// <summary>The actor of one trunk: asks its targets by OPTIONS whether they are there.</summary>
public sealed class TrunkActor : IActor
{
    public ActorKind Kind => ActorKind.Trunk;

    public Decision Decide(ActorState? state, ActorEvent input, in Env env)
    {
        var trunk = (TrunkState?)state;
        // Of a trunk that is configured no more, or is not to be asked, nothing is kept.
        if (env.Settings.Trunks.Find(env.Self) is not { IsProbed: true } options) return new Decision(null, []);
        if (input is TimerFired) return OnTimer(trunk, options, env);
        if (trunk is null) return Decision.Nothing(trunk);
        var turn = new TrunkTurn(trunk, options, env);
        switch (input)
        {
            case SipReceived { Message: { IsRequest: false, StatusCode: >= 200, TopVia: { } via } response }:
                if (turn.Find(Text.Of(via.Branch)) is not { } asked) return Decision.Nothing(trunk);
                TrunkProbes.Answered(turn, asked, response.StatusCode);
                break;
            case TransactionTimedOut timeout:
                if (turn.Find(timeout.Transaction.Split('|')[0]) is not { } silent) return Decision.Nothing(trunk);
                TrunkProbes.Missed(turn, silent, 0);
                break;
            case DnsAnswer answer:
                if (turn.Find(answer.Tag) is not { } named) return Decision.Nothing(trunk);
                TrunkProbes.Resolved(turn, named, answer);
                break;
            default:
                return Decision.Nothing(trunk);
        }
        return turn.Finish();
    }

    /// <summary>A timer proves nothing: what is due by the document's own times is done, whoever sent it.</summary>
    private static Decision OnTimer(TrunkState? state, TrunkOptions options, in Env env)
    {
        var due = env.Now + TrunkLimits.TimerSlack;
        state ??= new TrunkState { Incarnation = env.Input, Name = options.Name, NextProbeAt = env.Now };
        // An older timer than the one that is waited for, or another process's at its start, or that one early.
        if (state.DueAt > due && state.ScheduledAt is { } coming && coming > due)
            return OneTimer.Early(state, coming, env.Now, static (s, at) => s with { ScheduledAt = at });
        var turn = new TrunkTurn(state with { ScheduledAt = null }, options, env);
        turn.Adopt();
        for (var i = 0; i < turn.State.Targets.Length; i++)
            if (turn.State.Targets[i].Probe?.Until <= due) TrunkProbes.GiveUp(turn, i);
        if (turn.State.NextProbeAt <= due)
        {
            for (var i = 0; i < turn.State.Targets.Length; i++) TrunkProbes.Ask(turn, i);
            turn.State = turn.State with { NextProbeAt = env.Now + options.ProbeEvery!.Value };
        }
        return turn.Finish();
    }
}
