using System.Collections.Immutable;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>What comes back for the requests of our legs (RFC 3261 §12, §13.2.2).</summary>
internal static class LegResponses
{
    /// <summary>101 to 199 to an INVITE of ours.</summary>
    public static void Provisional(CallTurn turn, ResponseContext context, SipMessage response)
    {
        var leg = Legs.Get(turn, context.AskedBy);
        if (context.Serves != 0) Answering.Provisional(turn, context.Serves, response);
        else if (leg.Invite == context.Number) CallRecords.Ringing(turn, leg.Record);
    }

    /// <summary>A 2xx to an INVITE of ours, the first or another, in this dialog or in one that a fork made.</summary>
    public static void Success(CallTurn turn, int number, ClientBranch branch, SipMessage response)
    {
        var context = turn.Context(number);
        var leg = Legs.Get(turn, context.AskedBy);
        if (leg.Phase == LegPhase.Inviting) Confirm(turn, number, leg, branch, response);
        else if (leg.Far is null || !Text.Same(response.ToTag, leg.Far.Tag)) Stray(turn, leg, branch, response);
        else if (context.CSeq == leg.AckedCSeq) Asking.AcknowledgeAgain(turn, leg);
        else if (context.CSeq != leg.AckDue) Answered(turn, context, leg, response);
    }

    /// <summary>
    /// Any other final response; without a message it is one that we make up: a timeout, or nowhere to go.
    /// </summary>
    public static void Final(CallTurn turn, ResponseContext context, int status, SipMessage? response)
    {
        Replies.Complete(turn, context);
        var leg = Legs.Get(turn, context.AskedBy);
        if (leg.Phase == LegPhase.Inviting)
        {
            Legs.Over(turn, leg.Number);
            Partners.CalleeFailed(turn, context, leg, status, response);
            return;
        }
        if (status < 300 && response is not null && context.Method == "UPDATE")
            leg = Legs.Set(turn, leg with { Far = DialogSides.WithTarget(leg.Far!, response) });
        if (context.Method == "BYE" && response is null) Hangup.ByeLost(turn, leg.Number);
        else if (context.Serves != 0) Answering.Final(turn, context.Serves, status, response);
        else if (context.IsInvite) Joining.Refused(turn, leg.Number, status);
        if (IsLost(context.Method, status)) Partners.FarLost(turn, leg.Number, status);
    }

    private static void Confirm(CallTurn turn, int number, Leg leg, ClientBranch branch, SipMessage response)
    {
        // A phone of a target before has answered late: the present one is not needed.
        if (number != leg.Invite) Hangup.Cancel(turn, leg.Invite, Cancellation.CompletedElsewhere);
        leg = Legs.Set(turn, Up(turn, leg, branch, response));
        Answered(turn, turn.Context(leg.Invite), leg, response);
    }

    private static Leg Up(CallTurn turn, Leg leg, ClientBranch branch, SipMessage response) => leg with
    {
        Phase = LegPhase.Up,
        GiveUpAt = null,
        Far = DialogSides.OfCallee(turn, branch, response),
        Routes = Reversed(response),
        EndBy = turn.Now + turn.Limits.MaxCallLife,
    };

    /// <summary>The first 2xx of an INVITE in its dialog: the ACK is due, at once or with an answer to come.</summary>
    private static void Answered(CallTurn turn, ResponseContext context, Leg leg, SipMessage response)
    {
        var held = !leg.Offered && Sdp.IsSession(response) ? Text.Of(response.Body.Span) : null;
        leg = Legs.Set(turn, leg with
        {
            AckDue = context.CSeq,
            OfferHeld = held,
            Far = DialogSides.WithTarget(leg.Far!, response),
        });
        if (leg.EndWanted || !leg.IsAlive)
        {
            if (leg.IsAlive) Hangup.Bye(turn, leg.Number);
            else Asking.Acknowledge(turn, leg.Number);
            return;
        }
        if (leg.Offered) Asking.Acknowledge(turn, leg.Number);
        if (context.Serves != 0) Partners.CalleeAnswered(turn, context, leg.Number, response);
        else Joining.Answered(turn, context, leg.Number, response);
    }

    /// <summary>
    /// RFC 3261 §13.2.2.4: of several phones that answered one is kept; each other gets its ACK and a BYE.
    /// </summary>
    private static void Stray(CallTurn turn, Leg asked, ClientBranch branch, SipMessage response)
    {
        if (Legs.Of(turn.State, asked, response.ToTag) is { } known)
        {
            Asking.AcknowledgeAgain(turn, known);
            return;
        }
        if (branch.Hop is null || !Legs.HasRoom(turn, 1)) return;
        var stray = Up(turn, asked, branch, response) with
        {
            Number = turn.State.LastLeg + 1,
            Other = 0,
            FarCSeq = null,
            EndWanted = false,
            Byes = 0,
            AckAwaited = 0,
            AckBy = null,
            ForgetAt = null,
            Ack = null,
            AckedCSeq = 0,
            AckDue = response.CSeq ?? 0,
            OfferHeld = !asked.Offered && Sdp.IsSession(response) ? Text.Of(response.Body.Span) : null,
        };
        Legs.Add(turn, stray);
        Hangup.Leg(turn, stray.Number, Cancellation.CompletedElsewhere);
    }

    /// <summary>RFC 3261 §12.1.2: the route set of the caller is the Record-Route turned round.</summary>
    private static ImmutableArray<string> Reversed(SipMessage response) =>
        [.. (response.RecordRoutes ?? []).Reverse().Select(r => Text.Of(r.Text.Span))];

    /// <summary>
    /// Whether the other end has lost the dialog or is not there (RFC 3261 §12.2.1.2, RFC 5057 §5). A subscription in
    /// the dialog may be gone alone.
    /// </summary>
    private static bool IsLost(string method, int status) =>
        status is 481 or 408 && method is ("INVITE" or "UPDATE" or "INFO");
}
