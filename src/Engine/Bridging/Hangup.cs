using ServerlessSip.Engine.Proxy;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Bridging;

/// <summary>Ends a leg from our side, by what its state allows: CANCEL, a final response, or BYE.</summary>
internal static class Hangup
{
    /// <param name="lines">Header lines for the BYE or CANCEL, e.g. Reason; null for none.</param>
    public static void Leg(CallTurn turn, int number, string? lines = null)
    {
        if (Legs.TryGet(turn.State, number) is not { IsAlive: true, EndWanted: false } leg) return;
        leg = Legs.Set(turn, leg with { EndWanted = true, EndLines = lines });
        switch (leg.Phase)
        {
            case LegPhase.Inviting:
                Cancel(turn, leg.Invite, lines);
                break;
            case LegPhase.Invited:
                Legs.Over(turn, number);
                break;
            // RFC 3261 §15: who was called says no BYE before the ACK has come.
            case LegPhase.Up when leg.AckAwaited == 0:
                Bye(turn, number);
                break;
        }
    }

    /// <summary>A leg that is up says BYE, now that it may.</summary>
    public static void Bye(CallTurn turn, int number)
    {
        var leg = Legs.Get(turn, number);
        // §13.2.2.4: the 2xx is acknowledged first, and an offer in it is refused.
        if (leg.AckDue != 0)
            Asking.Acknowledge(turn, number, leg.OfferHeld is { } offer ? Sdp.Refusal(offer, leg.LocalTag) : "");
        Legs.Over(turn, number);
        SendBye(turn, number);
    }

    /// <summary>
    /// Nobody has answered our BYE. The relay that was to repeat it may be dead, and the phone be up for ever.
    /// </summary>
    public static void ByeLost(CallTurn turn, int number)
    {
        if (Legs.Get(turn, number).Byes < MaxByes) SendBye(turn, number);
    }

    private const int MaxByes = 3;

    private static void SendBye(CallTurn turn, int number)
    {
        var leg = Legs.Get(turn, number);
        var life = turn.Limits.TransactionLife + Forwarding.RelayGrace;
        leg = Legs.Set(turn, leg with { Byes = leg.Byes + 1, ForgetAt = turn.Now + life });
        Asking.InDialog(turn, number, new LegRequest("BYE", leg.EndLines ?? ""));
    }

    /// <summary>Gives up an INVITE of ours; its leg is over when the final response comes (RFC 3261 §9.1).</summary>
    public static void Cancel(CallTurn turn, int number, string? lines)
    {
        var context = turn.Context(number);
        if (!context.IsOpen || context.Cancelled) return;
        turn.Replace(context with { Cancelled = true });
        Following.Left(turn, number);
        Cancellation.CancelPending(turn, number, lines);
        Completion.Settle(turn, number);
    }
}
