using System.Collections.Immutable;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Trunks;

namespace ServerlessSip.Engine.Proxy;

/// <summary>What happens when the last branch of a request has ended (RFC 3261 §16.7 steps 5 to 8).</summary>
internal static class Completion
{
    /// <summary>Sends the final response when no branch is pending any more and none was sent.</summary>
    public static void Settle(CallTurn turn, int number)
    {
        var context = turn.Context(number);
        for (var i = context.FirstBranch; i < context.Branches.Length; i++)
            if (context.Branches[i].IsPending && !Failover.IsGivenUp(context.Branches[i])) return;
        if (Following.Holds(turn, context)) return;
        if (MayGoOn(turn, context) && Forwarding.NextGroup(turn, number))
        {
            // What was begun may have ended at once, e.g. for want of a way there.
            Settle(turn, number);
            return;
        }
        Finish(turn, number);
    }

    /// <summary>Sends the best response so far, unless a final one was sent.</summary>
    public static void Finish(CallTurn turn, int number)
    {
        var context = turn.Context(number);
        if (context.IsOpen) Answer(turn, context, FinalStatus(context, out var best), best);
        Forget(turn, number);
    }

    /// <summary>Ends an open request with a status of our own.</summary>
    public static void Give(CallTurn turn, int number, int status)
    {
        Answer(turn, turn.Context(number), status, null);
        Forget(turn, number);
    }

    /// <summary>
    /// Whether targets that wait may still be tried: nobody answered, gave up, or declined for all (6xx).
    /// </summary>
    public static bool MayGoOn(CallTurn turn, ResponseContext context)
    {
        if (!context.IsOpen || context.Cancelled) return false;
        if (context.Route?.Current is ForwardRoute forward && !Failover.Allows(context, forward, turn.Settings))
            return false;
        for (var i = context.FirstBranch; i < context.Branches.Length; i++)
            if (context.Branches[i].Status is >= 600 or (>= 200 and < 300)) return false;
        return true;
    }

    /// <summary>Lets go of what no later message can need.</summary>
    public static void Forget(CallTurn turn, int number)
    {
        var context = turn.Context(number);
        if (context.IsOpen) return;
        var branches = ImmutableArray.CreateBuilder<ClientBranch>(context.Branches.Length);
        foreach (var branch in context.Branches)
        {
            var settled = !branch.IsPending && (branch.Sent is not null || branch.Final is not null);
            // Nothing was sent on it, and nothing will be.
            if (branch.Phase is BranchPhase.Waiting or BranchPhase.Resolving) continue;
            branches.Add(settled ? branch with { Sent = null, Final = null } : branch);
        }
        turn.Replace(context with { Request = null, NextGroupAt = null, Branches = branches.DrainToImmutable() });
    }

    private static void Answer(CallTurn turn, ResponseContext context, int status, ClientBranch? best)
    {
        if (status >= 300 && context.Route is not null
            && Following.Next(turn, context.Number, StepOutcome(context, status))) return;
        if (context.AskedBy != 0)
        {
            LegResponses.Final(turn, context, status, best?.Final);
            return;
        }
        if (context.InDialog != 0) Dialogs.End(turn, context, status);
        if (context.IsInvite && context.InDialog == 0)
        {
            Dialogs.Drop(turn, context.Number);
            CallRecords.Failed(turn, context.FromTag, status);
        }
        // RFC 4320 §4.2: a non-INVITE request that timed out gets no 408; its client has timed out as well.
        if (status == 408 && !context.IsInvite && best is null) Replies.Complete(turn, context);
        else if (best?.Final is { } final && status == final.StatusCode)
            Replies.SendFinal(turn, context, BestResponse.WithChallenges(context, final));
        else Replies.Final(turn, context, status);
    }

    /// <summary>How a route's verb has ended: by its own branches, not by those of earlier ones.</summary>
    private static RouteOutcome StepOutcome(ResponseContext context, int status)
    {
        var best = BestResponse.Choose(context.Branches[context.FirstBranch..]);
        var isSilence = best is { Status: 408, Final: null } && context.Route!.Current is ForwardRoute;
        return new RouteOutcome(best?.Status ?? status, isSilence ? RouteEvents.Timeout : null);
    }

    /// <summary>
    /// The status to answer with, and the branch whose response is passed on (null when we make our own).
    /// </summary>
    private static int FinalStatus(ResponseContext context, out ClientBranch? best)
    {
        best = BestResponse.Choose(context.Branches);
        if (context.Cancelled && best is not { Status: 487, Final: not null })
        {
            // The caller gave up: 487 is what it waits for, whatever the phones said.
            best = null;
            return 487;
        }
        if (best is null) return 480;
        // RFC 3261 §16.7 step 6: our caller should not take us for overloaded.
        var status = best.Status == 503 ? 500 : best.Status;
        if (best.Final is null) best = null;
        return status;
    }
}
