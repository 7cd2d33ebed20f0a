using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>What happens to one leg when something happens to another: none is ever left alone.</summary>
internal static class Partners
{
    /// <summary>An INVITE that we sent for another leg's got its first 2xx.</summary>
    public static void CalleeAnswered(CallTurn turn, ResponseContext context, int number, SipMessage response)
    {
        var leg = Legs.Get(turn, number);
        var isFirst = leg.Invite == context.Number;
        if (Answering.Success(turn, context.Serves, response))
        {
            if (isFirst) CallRecords.Answered(turn, leg.Record);
        }
        // Whoever wanted it has gone meanwhile: the call must not stand, a session that has changed must not hang.
        else if (isFirst) Hangup.Leg(turn, number);
        else Asking.Acknowledge(turn, number, leg.OfferHeld is { } offer ? Sdp.Refusal(offer, leg.LocalTag) : "");
    }

    /// <summary>The INVITE that began a leg of ours got no 2xx.</summary>
    public static void CalleeFailed(CallTurn turn, ResponseContext context, Leg leg, int status, SipMessage? response)
    {
        if (context.Serves != 0) Bridges.CalleeFailed(turn, context.Serves, status, response);
        else After(turn, leg.Number, status);
    }

    /// <summary>The other end of a leg said BYE.</summary>
    public static void FarEnded(CallTurn turn, int number, string? lines)
    {
        Legs.Over(turn, number);
        After(turn, number, 487, lines);
    }

    /// <summary>The other end of a leg is gone, as far as we can tell; it gets a BYE all the same.</summary>
    public static void FarLost(CallTurn turn, int number, int status)
    {
        if (Legs.TryGet(turn.State, number) is not { IsAlive: true } leg) return;
        if (leg.EndWanted)
        {
            if (leg is { Phase: LegPhase.Up, AckAwaited: 0 }) Hangup.Bye(turn, number);
            return;
        }
        Hangup.Leg(turn, number);
        After(turn, number, status);
    }

    /// <summary>A leg is over or about to be: so are those that stand for nothing without it.</summary>
    /// <param name="lines">Header lines for their BYE; null for those that tell the status.</param>
    public static void After(CallTurn turn, int number, int status, string? lines = null)
    {
        var leg = Legs.Get(turn, number);
        lines ??= ReasonLine(status);
        if (turn.State.Join is { } join && (join.Keep == number || join.New == number || join.Old == number))
            Joining.Gone(turn, join, number, lines);
        else if (leg.Other != 0) Hangup.Leg(turn, leg.Other, lines);
        Close(turn, leg.Record, status);
    }

    /// <summary>All legs end: by order, or because their time is over.</summary>
    public static void EndAll(CallTurn turn, string record, string reason)
    {
        turn.State = turn.State with { Join = null };
        foreach (var leg in turn.State.Legs)
            if (leg.Record == record) Hangup.Leg(turn, leg.Number);
        if (CallRecords.IsAnswered(turn.State, record)) CallRecords.Ended(turn, record, reason);
        else CallRecords.Failed(turn, record, 487);
    }

    /// <summary>When no leg stands any more the call has ended: the one final event.</summary>
    private static void Close(CallTurn turn, string record, int status)
    {
        foreach (var leg in turn.State.Legs)
            if (leg.Record == record && leg is { IsAlive: true, EndWanted: false }) return;
        if (CallRecords.IsAnswered(turn.State, record)) CallRecords.Ended(turn, record, "normal");
        else CallRecords.Failed(turn, record, status);
    }

    /// <summary>RFC 3725 §6: the other phone hears why (RFC 3326).</summary>
    private static string? ReasonLine(int status) => status == 487 ? null : $"Reason: SIP;cause={status}\r\n";
}
