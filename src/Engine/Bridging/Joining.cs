using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>
/// Third party call control (RFC 3725 §4): Flow IV for people, Flow I for a target that answers by itself. A transfer
/// is the second half of Flow IV, with a leg that goes.
/// </summary>
internal static class Joining
{
    private const int MaxRetries = 5;

    /// <summary>The first has answered, or a transfer was asked for: the second is called.</summary>
    public static void CallSecond(CallTurn turn, Join join)
    {
        var keep = Legs.Get(turn, join.Keep);
        var offer = join.Automatic ? keep.OfferHeld ?? "" : "";
        var second = Calling.NewLeg(turn, keep, keep.Record, $"<{join.Target}>");
        turn.State = turn.State with
        {
            Join = join with
            {
                New = second.Number,
                Step = JoinStep.SecondRings,
                GiveUpAt = join.Automatic ? turn.Now + turn.Limits.RingTime : null,
            },
        };
        var sent = Asking.Invite(turn, second, join.Target, new LegRequest("INVITE", Lines(offer), offer));
        Calling.Find(turn, sent, join.Target);
    }

    /// <summary>A 2xx to an INVITE that nobody else asked for.</summary>
    public static void Answered(CallTurn turn, ResponseContext context, int number, SipMessage response)
    {
        if (turn.State.Join is not { } join) return;
        var leg = Legs.Get(turn, number);
        var isFirst = context.Number == leg.Invite;
        switch (join.Step)
        {
            case JoinStep.FirstRings when number == join.Keep:
                if (join.Automatic && leg.OfferHeld is null) Fail(turn, number);
                else CallSecond(turn, join);
                break;
            case JoinStep.SecondRings when number == join.New && isFirst && join.Automatic:
                Asking.Acknowledge(turn, join.Keep, Text.Of(response.Body.Span));
                Joined(turn, join);
                break;
            case JoinStep.SecondRings when number == join.New && isFirst:
                if (leg.OfferHeld is null)
                {
                    Fail(turn, number);
                    break;
                }
                turn.State = turn.State with { Join = join with { Step = JoinStep.Joining } };
                Offer(turn);
                break;
            case JoinStep.Joining when number == join.Keep:
                Asking.Acknowledge(turn, join.New, Text.Of(response.Body.Span));
                Joined(turn, join);
                break;
        }
    }

    /// <summary>The first refuses the second's session; a glare is tried again (RFC 3261 §14.1).</summary>
    public static void Refused(CallTurn turn, int number, int status)
    {
        if (turn.State.Join is not { Step: JoinStep.Joining } join || join.Keep != number) return;
        if (status == 491 && join.Retries < MaxRetries)
        {
            Later(turn, join);
            return;
        }
        // Those that talk go on talking; in a new call nobody does.
        turn.State = turn.State with { Join = join with { Step = JoinStep.SecondRings } };
        Hangup.Leg(turn, join.New, $"Reason: SIP;cause={status}\r\n");
        Partners.After(turn, join.New, status);
    }

    /// <summary>A leg of a join is over.</summary>
    public static void Gone(CallTurn turn, Join join, int number, string? lines)
    {
        if (number == join.Old)
        {
            // Who asked for the transfer need not wait for it.
            turn.State = turn.State with { Join = join with { Old = 0 } };
            Legs.Set(turn, Legs.Get(turn, join.Keep) with { Other = 0 });
            return;
        }
        turn.State = turn.State with { Join = null };
        if (number == join.New && join.Step == JoinStep.SecondRings && Legs.IsAlive(turn, join.Old)) return;
        foreach (var other in (ReadOnlySpan<int>)[join.Keep, join.New, join.Old])
            if (other != number) Hangup.Leg(turn, other, lines);
    }

    /// <summary>What may be due of a join.</summary>
    public static void Check(CallTurn turn)
    {
        if (turn.State.Join is not { } join) return;
        if (join.GiveUpAt <= turn.Now) Fail(turn, join.New);
        else if (join.RetryAt <= turn.Now)
        {
            turn.State = turn.State with { Join = join with { RetryAt = null } };
            Offer(turn);
        }
    }

    /// <summary>Flow IV, message 6: the second's offer goes to the first, when nothing is under way there.</summary>
    private static void Offer(CallTurn turn)
    {
        var join = turn.State.Join!;
        var keep = Legs.Get(turn, join.Keep);
        if (keep.AckDue != 0 || keep.AckAwaited != 0 || Legs.OpenInvite(turn.State, keep.Number, ours: true) is not null
            || Legs.OpenInvite(turn.State, keep.Number, ours: false) is not null)
        {
            Later(turn, join);
            return;
        }
        Asking.InDialog(turn, keep.Number, LegRequest.Offer(Legs.Get(turn, join.New).OfferHeld ?? ""));
    }

    /// <summary>RFC 3261 §14.1: who made the Call-ID waits 2.1 to 4 s; the input's id is as good as chance.</summary>
    private static void Later(CallTurn turn, Join join)
    {
        var hundredths = 210 + (int)(ulong)(turn.Env.Input.Value % 191);
        var at = turn.Now + TimeSpan.FromMilliseconds(hundredths * 10);
        turn.State = turn.State with { Join = join with { RetryAt = at, Retries = join.Retries + 1 } };
    }

    private static void Joined(CallTurn turn, Join join)
    {
        turn.State = turn.State with { Join = null };
        Legs.Link(turn, join.Keep, join.New);
        Traces.Note(turn, $"joined with {join.Target}");
        CallRecords.Joined(turn, Legs.Get(turn, join.Keep).Record, join.Target);
        if (Legs.TryGet(turn.State, join.Old) is not { } old) return;
        Legs.Set(turn, old with { Other = 0 });
        Hangup.Leg(turn, join.Old);
    }

    /// <summary>A leg answered with nothing that can be joined, or not in time.</summary>
    private static void Fail(CallTurn turn, int number)
    {
        Hangup.Leg(turn, number, "Reason: SIP;cause=488\r\n");
        Partners.After(turn, number, 488);
    }

    public static string Lines(string offer) =>
        $"{Sdp.TypeLine(offer)}{CrossingHeaders.AllowLine}";
}
