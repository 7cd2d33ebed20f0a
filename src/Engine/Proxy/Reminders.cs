using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// A relay that restarts forgets what it repeats. So that no phone rings on for nobody, the CANCEL, or the INVITE that
/// must get a provisional before it (RFC 3261 §9.1), is given to it again; a relay that remembers takes it for done.
/// </summary>
internal static class Reminders
{
    /// <summary>How often within 64·T1, the first time included.</summary>
    private const int Times = 4;

    /// <summary>A branch that is to be cancelled from now on (§9.1: given up after 64·T1).</summary>
    public static ClientBranch Begin(CallTurn turn, ClientBranch branch) => branch with
    {
        Deadline = Next(turn),
        CancelUntil = turn.Now + turn.Limits.TransactionLife,
    };

    /// <summary>The deadline of a branch of an INVITE is over; false when there is nothing to be reminded of.</summary>
    public static bool Give(CallTurn turn, ResponseContext context, int index)
    {
        var branch = context.Branches[index];
        // One that was given up was taken from its relay on purpose.
        if (branch.Sent is not { } sent || Failover.IsGivenUp(branch) || branch.CancelUntil <= turn.Now) return false;
        if (branch.Phase == BranchPhase.Proceeding) Cancellation.Send(turn, branch);
        else turn.Effects.Add(Outgoing.Request(turn, sent, branch.Hop!, Retransmission.InviteClient));
        // A relay that has said nothing by now has forgotten the INVITE, and whether a phone rings nobody knows.
        if (branch.CancelUntil is not { } until) branch = Begin(turn, branch with { CancelWanted = true });
        else branch = branch with { Deadline = Next(turn) < until ? Next(turn) : until };
        turn.Replace(context, index, branch);
        return true;
    }

    private static DateTimeOffset Next(CallTurn turn) => turn.Now + (turn.Limits.TransactionLife / Times);
}
