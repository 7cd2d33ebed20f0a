using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;

namespace ServerlessSip.Engine.Bridging;

/// <summary>What is due of the legs: an ACK that never came, a life used up, an offer to make again.</summary>
internal static class LegDeadlines
{
    public static DateTimeOffset? Earliest(CallState call)
    {
        DateTimeOffset? earliest = null;
        foreach (var leg in call.Legs)
        {
            if (!leg.IsAlive) continue;
            earliest = Earlier(Earlier(earliest, leg.AckBy), leg.GiveUpAt);
            // One that is on its way out waits for its ACK alone.
            if (!leg.EndWanted) earliest = Earlier(earliest, leg.EndBy);
        }
        return call.Join is { } join ? Earlier(Earlier(earliest, join.RetryAt), join.GiveUpAt) : earliest;
    }

    public static void Check(CallTurn turn)
    {
        foreach (var past in turn.State.Legs)
        {
            if (Legs.TryGet(turn.State, past.Number) is not { IsAlive: true } leg) continue;
            if (leg.GiveUpAt <= turn.Now)
            {
                Legs.Set(turn, leg with { GiveUpAt = null });
                Hangup.Cancel(turn, leg.Invite, null);
            }
            else if (leg.AckBy <= turn.Now) LegRequests.Unacknowledged(turn, leg);
            else if (!leg.EndWanted && leg.EndBy <= turn.Now) Partners.EndAll(turn, leg.Record, "expired");
        }
        Joining.Check(turn);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null || b < a ? b ?? a : a;
}
