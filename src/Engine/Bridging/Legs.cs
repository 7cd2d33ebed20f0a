using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>The legs of a call: found, kept, and over.</summary>
internal static class Legs
{
    /// <summary>
    /// The leg that a request is for: its Call-ID, our tag and the other end's must all be right. A token alone is no
    /// pass.
    /// </summary>
    public static Leg? Find(CallState call, SipMessage request)
    {
        foreach (var leg in call.Legs)
        {
            if (Text.Same(request.CallId, leg.CallId) && Text.Same(request.ToTag, leg.LocalTag)
                && (leg.Far is null || Text.Same(request.FromTag, leg.Far.Tag))) return leg;
        }
        return null;
    }

    /// <summary>The leg of one of the dialogs that a forked INVITE of ours made; null when it is not known.</summary>
    public static Leg? Of(CallState call, Leg asked, ReadOnlySpan<byte> farTag)
    {
        foreach (var leg in call.Legs)
        {
            if (leg.Far is { } far && leg.CallId == asked.CallId && leg.LocalTag == asked.LocalTag
                && Text.Same(farTag, far.Tag)) return leg;
        }
        return null;
    }

    /// <summary>The address of record of its other end; null for a stranger.</summary>
    public static string? AddressOf(Leg leg, DomainSet domains) =>
        NameAddr.TryParse(Text.ToBytes(leg.Remote), out var remote)
        && AddressOfRecord.TryCanonicalize(remote!.Uri, domains, out var aor) ? aor : null;

    public static Leg Get(CallTurn turn, int number) =>
        TryGet(turn.State, number)
        ?? throw new InvalidOperationException($"leg {number} is gone in the middle of a decision");

    public static Leg? TryGet(CallState call, int number)
    {
        foreach (var leg in call.Legs)
            if (leg.Number == number) return leg;
        return null;
    }

    public static bool IsAlive(CallTurn turn, int number) => TryGet(turn.State, number) is { IsAlive: true };

    public static bool AnyAlive(CallState call)
    {
        foreach (var leg in call.Legs)
            if (leg.IsAlive) return true;
        return false;
    }

    /// <summary>Whether a leg is there that is not on its way out.</summary>
    public static bool AnyStands(CallState call)
    {
        foreach (var leg in call.Legs)
            if (leg is { IsAlive: true, EndWanted: false }) return true;
        return false;
    }

    public static bool HasRoom(CallTurn turn, int count) => turn.State.Legs.Length + count <= turn.Limits.MaxLegs;

    public static Leg Add(CallTurn turn, Leg leg)
    {
        turn.State = turn.State with { Legs = turn.State.Legs.Add(leg), LastLeg = leg.Number };
        return leg;
    }

    public static Leg Set(CallTurn turn, Leg leg)
    {
        for (var i = 0; i < turn.State.Legs.Length; i++)
        {
            if (turn.State.Legs[i].Number != leg.Number) continue;
            turn.State = turn.State with { Legs = turn.State.Legs.SetItem(i, leg) };
            return leg;
        }
        throw new InvalidOperationException($"leg {leg.Number} is gone in the middle of a decision");
    }

    /// <summary>A leg that came to nothing: it was never said of it that it is there.</summary>
    public static void Remove(CallTurn turn, int number) =>
        turn.State = turn.State with { Legs = turn.State.Legs.RemoveAll(l => l.Number == number) };

    /// <summary>Two legs are the two sides of one call from now on.</summary>
    public static void Link(CallTurn turn, int one, int two)
    {
        Set(turn, Get(turn, one) with { Other = two });
        Set(turn, Get(turn, two) with { Other = one });
    }

    /// <summary>The leg is over; what it has open still is answered (RFC 3261 §15.1.2).</summary>
    public static void Over(CallTurn turn, int number)
    {
        var leg = Get(turn, number);
        if (leg.Phase == LegPhase.Ended) return;
        Set(turn, leg with
        {
            Phase = LegPhase.Ended,
            AckDue = 0,
            AckAwaited = 0,
            AckBy = null,
            EndBy = null,
            GiveUpAt = null,
            OfferHeld = null,
            ForgetAt = turn.Now + turn.Limits.TransactionLife,
        });
        foreach (var context in turn.State.Contexts)
            if (context.AnsweredBy == number && context.IsOpen) Replies.Final(turn, context, 487);
    }

    /// <summary>The state without the legs that nothing can be said about any more.</summary>
    /// <param name="call">Without the transactions whose time is over.</param>
    public static CallState Prune(CallState call, DateTimeOffset now)
    {
        foreach (var leg in call.Legs)
        {
            if (!IsForgotten(call, leg, now)) continue;
            return call with { Legs = call.Legs.RemoveAll(l => IsForgotten(call, l, now)) };
        }
        return call;
    }

    /// <summary>What a transaction of its own comes to is the leg's to hear, however late.</summary>
    private static bool IsForgotten(CallState call, Leg leg, DateTimeOffset now)
    {
        if (leg.ForgetAt is not { } end || end > now) return false;
        foreach (var context in call.Contexts)
            if (context.AskedBy == leg.Number || context.AnsweredBy == leg.Number) return false;
        return true;
    }

    /// <summary>The INVITE that is open on a leg, either way; null for none.</summary>
    public static ResponseContext? OpenInvite(CallState call, int number, bool ours)
    {
        foreach (var context in call.Contexts)
        {
            if (context is { IsInvite: true, IsOpen: true }
                && (ours ? context.AskedBy : context.AnsweredBy) == number) return context;
        }
        return null;
    }
}
