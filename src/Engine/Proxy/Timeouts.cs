using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Proxy;

/// <summary>A relay's word that a transaction came to nothing (RFC 3261 §16.8, §16.9).</summary>
internal static class Timeouts
{
    public static Decision Decide(CallState? call, TransactionTimedOut timeout, in Env env)
    {
        if (call is null) return Decision.Nothing(call);
        return timeout.Reason switch
        {
            TimeoutReason.AnsweredByRelay => AnsweredByRelay(call, timeout, env),
            TimeoutReason.NoResponse => BranchEnded(call, timeout, 408, env),
            TimeoutReason.TransportError => BranchEnded(call, timeout, 503, env),
            TimeoutReason.NoAck => NoAck(call, timeout, env),
            _ => Decision.Nothing(call),
        };
    }

    /// <summary>Of what the proxy sends nothing waits for an ACK but its failure responses.</summary>
    private static Decision NoAck(CallState call, TransactionTimedOut timeout, in Env env)
    {
        foreach (var context in call.Contexts)
        {
            if (context is { AnsweredBy: not 0, Phase: ContextPhase.Accepted }
                && context.Transaction == timeout.Transaction) return LegRequests.NoAck(call, context, env);
        }
        return Decision.Nothing(call);
    }

    private static Decision BranchEnded(CallState call, TransactionTimedOut timeout, int status, in Env env)
    {
        foreach (var context in call.Contexts)
        {
            for (var i = 0; i < context.Branches.Length; i++)
            {
                var branch = context.Branches[i];
                if (!branch.IsPending || !IsOf(timeout, branch, context.Method)) continue;
                // Timer B runs in Calling only (RFC 3261 §17.1.1.2): the provisional came through a relay that did not
                // ask.
                if (context.IsInvite && timeout.Reason == TimeoutReason.NoResponse
                    && branch.Phase == BranchPhase.Proceeding)
                    return Decision.Nothing(call);
                var turn = new CallTurn(call, env);
                Give(turn, context, i, status);
                return turn.Finish();
            }
        }
        return Decision.Nothing(call);
    }

    /// <summary>Ends a branch with a status that we made up.</summary>
    public static void Give(CallTurn turn, ResponseContext context, int index, int status)
    {
        var branch = context.Branches[index];
        turn.Replace(context, index, branch with
        {
            Phase = BranchPhase.Completed,
            Status = turn.Context(context.Number).Cancelled ? 487 : status,
            Deadline = null,
        });
        Completion.Settle(turn, context.Number);
    }

    /// <summary>The caller has its final response already; what still rings is stopped.</summary>
    private static Decision AnsweredByRelay(CallState call, TransactionTimedOut timeout, in Env env)
    {
        foreach (var context in call.Contexts)
        {
            if (!context.IsOpen || context.Transaction != timeout.Transaction) continue;
            var turn = new CallTurn(call, env);
            Following.Left(turn, context.Number);
            Replies.Complete(turn, turn.Context(context.Number));
            if (context.AnsweredBy != 0)
            {
                Bridges.AnsweredByRelay(turn, context);
                return turn.Finish();
            }
            Cancellation.CancelPending(turn, context.Number, null);
            if (context is { IsInvite: true, InDialog: 0 })
            {
                Dialogs.Drop(turn, context.Number);
                CallRecords.Failed(turn, context.FromTag, 500);
            }
            Completion.Forget(turn, context.Number);
            return turn.Finish();
        }
        return Decision.Nothing(call);
    }

    /// <summary>A CANCEL that cannot be delivered ends its branch as well: nobody is left who could answer.</summary>
    private static bool IsOf(TransactionTimedOut timeout, ClientBranch branch, string method) =>
        IsNamed(timeout.Transaction, branch.Branch, method)
        || (branch.CancelSent && timeout.Reason == TimeoutReason.TransportError
            && IsNamed(timeout.Transaction, branch.Branch, "CANCEL"));

    private static bool IsNamed(string transaction, string branch, string method) =>
        transaction.Length == branch.Length + 1 + method.Length
        && transaction.StartsWith(branch, StringComparison.Ordinal) && transaction[branch.Length] == '|'
        && transaction.EndsWith(method, StringComparison.Ordinal);
}
