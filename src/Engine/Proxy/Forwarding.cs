using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>Sends a request on, one branch a target (RFC 3261 §16.6).</summary>
internal static class Forwarding
{
    /// <summary>
    /// A silent relay loses timers B and F; this much after them the branch is given up without its word.
    /// </summary>
    public static readonly TimeSpan RelayGrace = TimeSpan.FromSeconds(5);

    /// <summary>Adds a branch that waits for its group. Nothing is sent before <see cref="Start"/>.</summary>
    public static void Add(CallTurn turn, int number, ForwardTarget target)
    {
        var context = turn.Context(number);
        var next = NextHopOf(target, turn.Settings);
        var branch = new ClientBranch
        {
            Branch = Text.Of(turn.NextToken(TokenPurpose.Branch, target.Relay)),
            Target = target.Uri,
            Group = target.Group,
            Hop = next.Hop,
            Path = target.Path,
            NextUri = target.PathUri ?? target.RouteUri,
            Phase = next.IsNowhere ? BranchPhase.Completed : BranchPhase.Waiting,
            // Unreachable is treated as if the next hop had answered 503 (RFC 3261 §16.9).
            Status = next.IsNowhere ? 503 : 0,
        };
        turn.Replace(context with { Branches = context.Branches.Add(branch) });
    }

    /// <summary>
    /// Begins the first group, tells the relay that the transaction is taken, and settles what is over.
    /// </summary>
    public static void Start(CallTurn turn, int number)
    {
        var before = turn.Effects.Count;
        NextGroup(turn, number);
        var context = turn.Context(number);
        var toldRelay = false;
        for (var i = before; i < turn.Effects.Count; i++)
            toldRelay |= turn.Effects[i] is SendSip sent && sent.Relay == context.Flow.Relay;
        if (!toldRelay && context.AskedBy == 0)
            turn.Effects.Add(new AcceptTransaction(context.Flow.Relay, context.Transaction));
        Completion.Settle(turn, number);
    }

    /// <summary>
    /// Begins the lowest group that waits, as many of it as the request's breadth allows; false when none waits.
    /// </summary>
    public static bool NextGroup(CallTurn turn, int number)
    {
        var context = turn.Context(number);
        var group = LowestWaiting(context, out var size);
        if (size == 0) return false;
        var started = Math.Min(size, context.Breadth);
        var share = context.Breadth / started;
        var left = started;
        for (var i = 0; i < context.Branches.Length && left > 0; i++)
        {
            if (context.Branches[i].Phase != BranchPhase.Waiting || context.Branches[i].Group != group) continue;
            context = Begin(turn, context, i, share);
            left--;
        }
        LowestWaiting(context, out var waiting);
        var limit = TimeLimit(turn, context);
        var time = limit ?? turn.Limits.RingTime;
        turn.Replace(context with { NextGroupAt = waiting > 0 || limit is not null ? turn.Now + time : null });
        if (context.Route?.Current is ForwardRoute) ForwardStep.Note(turn, context);
        return true;
    }

    /// <summary>Of a group, by its route; null when the route sets none.</summary>
    private static TimeSpan? TimeLimit(CallTurn turn, ResponseContext context) => context.Route?.Current switch
    {
        ForwardRoute forward => Failover.TimeOf(forward, turn.Settings),
        SendingRoute { Seconds: { } seconds } => TimeSpan.FromSeconds(seconds),
        _ => null,
    };

    private static int LowestWaiting(ResponseContext context, out int size)
    {
        var lowest = int.MaxValue;
        size = 0;
        foreach (var branch in context.Branches)
        {
            if (branch.Phase != BranchPhase.Waiting || branch.Group > lowest) continue;
            size = branch.Group < lowest ? 1 : size + 1;
            lowest = branch.Group;
        }
        return lowest;
    }

    private static ResponseContext Begin(CallTurn turn, ResponseContext context, int index, int share)
    {
        var branch = context.Branches[index] with
        {
            Phase = BranchPhase.Resolving,
            Breadth = share,
            Deadline = turn.Now + turn.Limits.TransactionLife + RelayGrace,
        };
        context = turn.Replace(context, index, branch);
        if (branch.Hop is not null) return Send(turn, context, index);
        var uri = SipUri.Parse(branch.NextUri ?? branch.Target);
        var next = NextHop.For(uri, context.Flow.Relay, context.Flow.Listener, turn.Settings);
        turn.Effects.Add(new ResolveDns(branch.Branch, next.Name!, next.Port, next.Transport));
        return context;
    }

    /// <summary>Sends one branch whose hop is known.</summary>
    public static ResponseContext Send(CallTurn turn, ResponseContext context, int index)
    {
        var branch = context.Branches[index];
        var hop = branch.Hop!;
        var changes = new RequestChanges(context.Route?.Current as SendingRoute, OwnContact.Of(turn, context, hop));
        var message = ForwardedRequest.Make(turn, context.Request!, context.Flow, branch, changes);
        var repeat = context.IsInvite ? Retransmission.InviteClient : Retransmission.NonInviteClient;
        var sent = Outgoing.Request(turn, message, hop, repeat);
        turn.Effects.Add(context.AskedBy == 0 ? sent with { OnBehalfOf = context.Transaction } : sent);
        return turn.Replace(context, index, branch with { Phase = BranchPhase.Calling, Sent = message });
    }

    public static NextHop NextHopOf(ForwardTarget target, EngineSettings settings)
    {
        if (target.Hop is not null) return new NextHop(target.Hop, null, 0, target.Hop.Transport);
        var uri = SipUri.Parse(target.PathUri ?? target.RouteUri ?? target.Uri);
        return NextHop.For(uri, target.Relay, target.Listener, settings);
    }
}
