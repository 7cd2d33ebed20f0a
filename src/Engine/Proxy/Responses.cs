using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>Responses from a branch (RFC 3261 §16.7, RFC 6026 §7.2).</summary>
internal static class Responses
{
    public static Decision Decide(CallState? call, SipReceived received, in Env env)
    {
        var response = received.Message;
        if (call is null) return Decision.Nothing(call);
        // RFC 6026 §7.3: a response with no client transaction is dropped. One to our CANCEL tells nothing new.
        if (!TryFind(call, response, out var number, out var index)) return OtherRelay.ToCancel(call, received);
        var turn = new CallTurn(call, env);
        var context = turn.Context(number);
        OtherRelay.Tell(turn, context, index, received);
        var changed = response.StatusCode switch
        {
            < 200 => Provisional(turn, context, index, response),
            < 300 when context.IsInvite => Success(turn, context, index, response),
            _ => Final(turn, context, index, response),
        };
        return changed ? turn.Finish() : new Decision(call, turn.Effects.DrainToImmutable());
    }

    public static bool TryFind(CallState call, SipMessage response, out int number, out int index)
    {
        (number, index) = (0, -1);
        if (response.TopVia is not { } via) return false;
        foreach (var context in call.Contexts)
        {
            for (var i = 0; i < context.Branches.Length; i++)
            {
                if (!Text.Same(via.Branch, context.Branches[i].Branch)) continue;
                (number, index) = (context.Number, i);
                return context.CSeq == response.CSeq && Text.Same(response.MethodText, context.Method);
            }
        }
        return false;
    }

    private static bool Provisional(CallTurn turn, ResponseContext context, int index, SipMessage response)
    {
        var branch = context.Branches[index];
        if (!branch.IsPending) return false;
        var first = branch.Phase == BranchPhase.Calling;
        // RFC 3261 §16.7 step 2: 101 to 199 reset timer C; the first 100 ends the wait for timer B.
        if (context.IsInvite && !branch.CancelSent && (first || response.StatusCode > 100))
            branch = branch with { Deadline = turn.Now + turn.Limits.TimerC };
        context = turn.Replace(context, index, branch with { Phase = BranchPhase.Proceeding });
        if (first && branch.CancelWanted) context = Cancellation.SendCancel(turn, context, index);
        if (response.StatusCode == 100) return true;
        if (context.AskedBy != 0)
        {
            if (context.IsInvite && context.IsOpen) LegResponses.Provisional(turn, context, response);
            return true;
        }
        if (context.IsInvite) Dialogs.Early(turn, context, index, response);
        if (!context.IsOpen) return true;
        var message = Upstream(response);
        turn.Effects.Add(Replies.Response(message, context.Flow, turn.Env));
        turn.Replace(context with { LastResponse = message });
        if (context is { IsInvite: true, InDialog: 0 }) CallRecords.Ringing(turn, context.FromTag);
        return true;
    }

    /// <summary>Every 2xx to INVITE goes up, the first ends all other branches.</summary>
    private static bool Success(CallTurn turn, ResponseContext context, int index, SipMessage response)
    {
        if (context.AskedBy != 0) return OwnSuccess(turn, context, index, response);
        // After our own failure response the caller has given up; the callee's 2xx finds no transaction.
        if (context.Phase == ContextPhase.Completed) return false;
        turn.Effects.Add(Replies.Response(Upstream(response), context.Flow, turn.Env));
        var branch = context.Branches[index];
        var repeated = branch.Phase == BranchPhase.Accepted;
        if (!repeated)
        {
            context = turn.Replace(
                context, index,
                branch with { Phase = BranchPhase.Accepted, Status = response.StatusCode, Sent = null });
        }
        var isNew = context.InDialog == 0
            ? Dialogs.Confirm(turn, context, branch, response)
            : Dialogs.Refresh(turn, context, response);
        if (repeated) return isNew;
        if (context.IsOpen)
        {
            context = turn.Replace(context with
            {
                Phase = ContextPhase.Accepted,
                EndsAt = turn.Now + turn.Limits.TransactionLife,
                LastResponse = null,
            });
            if (context.InDialog == 0) CallRecords.Answered(turn, context.FromTag);
            Following.Left(turn, context.Number);
        }
        Cancellation.CancelPending(turn, context.Number, Cancellation.CompletedElsewhere);
        Completion.Forget(turn, context.Number);
        return true;
    }

    /// <summary>
    /// To a leg of ours. However late it comes, it is acknowledged: the phone is up, and only a BYE can end that.
    /// </summary>
    private static bool OwnSuccess(CallTurn turn, ResponseContext context, int index, SipMessage response)
    {
        var branch = context.Branches[index];
        context = turn.Replace(
            context, index,
            branch with
            {
                Phase = BranchPhase.Accepted,
                Status = response.StatusCode,
                Sent = null,
                Final = null,
                Deadline = null,
            });
        if (context.IsOpen)
        {
            turn.Replace(context with
            {
                Phase = ContextPhase.Accepted,
                EndsAt = turn.Now + turn.Limits.TransactionLife,
            });
        }
        Cancellation.CancelPending(turn, context.Number, Cancellation.CompletedElsewhere);
        Completion.Forget(turn, context.Number);
        LegResponses.Success(turn, context.Number, branch, response);
        return true;
    }

    private static bool Final(CallTurn turn, ResponseContext context, int index, SipMessage response)
    {
        var branch = context.Branches[index];
        if (!branch.IsPending) return false;
        var isTried = index >= context.FirstBranch;
        if (isTried && context.Wait is null && Redirects.Follow(turn, context, index, response)) return true;
        var status = response.StatusCode;
        // A phone that we gave up ourselves, not the caller, has simply not answered.
        var givenUp = status == 487 && branch.CancelWanted && !context.Cancelled;
        context = turn.Replace(context, index, branch with
        {
            Phase = BranchPhase.Completed,
            Status = givenUp ? 408 : status,
            Final = givenUp ? null : response,
            Deadline = null,
        });
        if (status < 300 && context.AskedBy == 0) Dialogs.NonInviteSuccess(turn, context, branch, response);
        // RFC 3261 §16.7 step 5: a 6xx ends the search, and waits for the other branches to end.
        if (status >= 600 && isTried && context.Wait is null)
            Cancellation.CancelPending(turn, context.Number, null);
        if (status < 300) Completion.Finish(turn, context.Number);
        else Completion.Settle(turn, context.Number);
        return true;
    }

    /// <summary>RFC 3261 §16.7 step 3: our Via goes, the rest stays as it is.</summary>
    public static OutgoingMessage Upstream(SipMessage response)
    {
        var editor = new MessageEditor(response);
        editor.RemoveFirstValues(HeaderName.Via, 1);
        BodyLength.Add(response, ref editor);
        return editor.Build();
    }
}
