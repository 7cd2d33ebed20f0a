using System.Collections.Immutable;
using System.Globalization;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Trunks;

/// <summary>The verb that sends a request to foreign targets or over a trunk, one target after the other.</summary>
internal static class ForwardStep
{
    public static void Begin(CallTurn turn, int number, ForwardRoute route)
    {
        if (route.TrunkName is not { } name) Start(turn, number, route, route.Targets);
        else if (turn.Settings.Trunks.Find(name) is not { } trunk)
            Following.Fail(turn, number, RouteFailure.Invalid, $"there is no trunk {name}");
        else if (trunk.IsProbed)
            turn.Effects.Add(new AskTrunk(number.ToString(CultureInfo.InvariantCulture), trunk.Name));
        else Start(turn, number, route, trunk.Targets);
    }

    /// <summary>What is known of the trunk's targets.</summary>
    public static Decision Known(CallState? call, TrunkAnswer answer, in Env env)
    {
        var number = int.Parse(answer.Tag, CultureInfo.InvariantCulture);
        if (call is null || RouteOf(call, number) is not { TrunkName: { } name } route
            || env.Settings.Trunks.Find(name) is not { } trunk) return Decision.Nothing(call);
        var turn = new CallTurn(call, env);
        Start(turn, number, route, InService(turn, number, trunk, answer.Trunk));
        return turn.Finish();
    }

    /// <summary>
    /// The time of a target is over. One that has said anything may take as long as any phone. One that has not is
    /// asked no more, lest it rings when it wakes; if it has heard us all the same, it is cancelled once it says so
    /// (RFC 3261 §9.1). The next one is tried.
    /// </summary>
    public static void TimeOver(CallTurn turn, int number)
    {
        var context = turn.Replace(turn.Context(number) with { NextGroupAt = null });
        var isSilent = false;
        for (var i = context.FirstBranch; i < context.Branches.Length; i++)
        {
            var branch = context.Branches[i];
            if (branch.Status != 0 || branch.Phase is not (BranchPhase.Resolving or BranchPhase.Calling)) continue;
            isSilent = true;
            if (branch is { Phase: BranchPhase.Calling, Hop: { } hop })
                turn.Effects.Add(new StopSending(hop.Relay, $"{branch.Branch}|{context.Method}"));
            context = turn.Replace(context, i, branch.Phase == BranchPhase.Resolving
                ? branch with { Phase = BranchPhase.Completed, Status = 408, Deadline = null }
                : branch with { Status = 408, CancelWanted = context.IsInvite });
        }
        if (isSilent) Completion.Settle(turn, number);
    }

    /// <summary>Says why a target is tried that is not the first.</summary>
    public static void Note(CallTurn turn, ResponseContext context)
    {
        ClientBranch? before = null;
        for (var i = context.FirstBranch; i < context.Branches.Length; i++)
        {
            var branch = context.Branches[i];
            if (branch is { IsPending: true, Status: 0 } && before is not null)
            {
                var decided = $"{before.Target} came to {before.Status}, next {branch.Target}";
                Traces.Add(turn, context.Route!, decided, null);
            }
            before = branch;
        }
    }

    private static ForwardRoute? RouteOf(CallState call, int number)
    {
        foreach (var context in call.Contexts)
            if (context.Number == number && context is { IsOpen: true, Cancelled: false })
                return context.Route?.Current as ForwardRoute;
        return null;
    }

    /// <summary>
    /// Without those that are out; with all of them when all are, and when nobody has asked them for long: then what
    /// is written there is no news.
    /// </summary>
    private static ImmutableArray<string> InService(CallTurn turn, int number, TrunkOptions trunk, TrunkState? state)
    {
        if (state is null || state.NextProbeAt + trunk.ProbeEvery < turn.Now) return trunk.Targets;
        var isOut = state.Targets.Where(t => t.IsOut).Select(t => t.Uri).ToHashSet(StringComparer.Ordinal);
        var left = trunk.Targets.RemoveAll(isOut.Contains);
        if (left.Length == trunk.Targets.Length) return left;
        var decided = left.IsEmpty
            ? $"all of {trunk.Name} are out: each is tried"
            : $"passed over as out: {string.Join(", ", trunk.Targets.Where(isOut.Contains))}";
        Traces.Add(turn, turn.Context(number).Route!, decided, null);
        return left.IsEmpty ? trunk.Targets : left;
    }

    private static void Start(CallTurn turn, int number, ForwardRoute route, ImmutableArray<string> targets)
    {
        var context = turn.Context(number);
        if (context.Branches.Length + targets.Length > turn.Limits.MaxRouteBranches)
        {
            Following.Fail(
                turn, number, RouteFailure.Invalid, $"more than {turn.Limits.MaxRouteBranches} branches of one call");
            return;
        }
        var dialled = Text.Of(RouteEntry.Subject(turn, context.Request!).Target.User);
        for (var i = 0; i < targets.Length; i++)
        {
            Forwarding.Add(turn, number, new ForwardTarget
            {
                Uri = Numbered(targets[i], route.Number, dialled),
                Group = i,
                Relay = context.Flow.Relay,
                Listener = context.Flow.Listener,
            });
        }
        Forwarding.Start(turn, number);
    }

    /// <summary>The target with the number of the route, else its own, else the one that was dialled.</summary>
    private static string Numbered(string target, string? number, string dialled)
    {
        SipUri.TryParse(target, out var uri);
        var hasUser = uri is not null && !uri.User.IsEmpty;
        // RFC 3261 §25.1: a # must be escaped in a user part.
        var user = number?.Replace("#", "%23", StringComparison.Ordinal) ?? (hasUser ? null : dialled);
        if (string.IsNullOrEmpty(user)) return target;
        var colon = target.IndexOf(':', StringComparison.Ordinal);
        var host = hasUser ? target[(target.IndexOf('@', StringComparison.Ordinal) + 1)..] : target[(colon + 1)..];
        return $"{target[..colon]}:{user}@{host}";
    }
}
