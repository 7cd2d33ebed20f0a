using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;

namespace ServerlessSip.Engine.Queues;

/// <summary>The answered calls of agents: a queue is told when one ends, and, when it asks, that one lasts.</summary>
internal static class AgentCalls
{
    public static void Begin(CallTurn turn, AgentCall begun) =>
        turn.State = turn.State with { AgentCalls = turn.State.AgentCalls.Add(begun) };

    /// <summary>A call that knows nothing of it says that it is over.</summary>
    public static Decision Asked(CallState? call, AskTalk ask, in Env env)
    {
        var goesOn = false;
        if (call is not null)
            foreach (var known in call.AgentCalls)
                goesOn |= known.Queue == ask.Queue && known.Offer == ask.Offer && IsUp(call, known);
        return new Decision(call, [new Tell(ask.Queue, new TalkTold(ask.Offer, ask.Agent, goesOn))]);
    }

    /// <summary>The last step of every change of a call: those that are over are told and forgotten.</summary>
    public static void Settle(CallTurn turn)
    {
        foreach (var known in turn.State.AgentCalls)
        {
            if (IsUp(turn.State, known)) continue;
            turn.State = turn.State with { AgentCalls = turn.State.AgentCalls.Remove(known) };
            turn.Effects.Add(new Tell(known.Queue, new TalkTold(known.Offer, known.Agent, GoesOn: false)));
        }
    }

    private static bool IsUp(CallState call, AgentCall known)
    {
        foreach (var dialog in call.Dialogs)
            if (dialog is { IsInvite: true, Confirmed: true, Ended: false } && dialog.Context == known.Context)
                return true;
        // A caller whose leg is our own has no dialog that runs through us.
        foreach (var leg in call.Legs)
            if (leg.Phase == LegPhase.Up && leg.Invite == known.Context) return true;
        return false;
    }
}
