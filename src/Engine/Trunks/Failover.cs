using System.Collections.Immutable;
using System.Globalization;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Trunks;

/// <summary>When the next target is tried: the route's word, else the trunk's, else what is usual.</summary>
internal static class Failover
{
    /// <summary>How long a target has for its first answer.</summary>
    public static TimeSpan TimeOf(ForwardRoute route, EngineSettings settings) =>
        route.Seconds is { } seconds
            ? TimeSpan.FromSeconds(seconds) : TrunkOf(route, settings)?.Time ?? TrunkLimits.Time;

    /// <summary>
    /// Whether what the targets so far came to leaves the call to the next: silence and no way there always do, what
    /// one has answered only as the codes say. Busy is busy on every way to the same callee.
    /// </summary>
    public static bool Allows(ResponseContext context, ForwardRoute route, EngineSettings settings)
    {
        var codes = route.Failover.IsEmpty
            ? TrunkOf(route, settings)?.Failover ?? TrunkLimits.Failover : route.Failover;
        for (var i = context.FirstBranch; i < context.Branches.Length; i++)
            if (context.Branches[i] is { Final: not null, Status: var status } && !IsAmong(codes, status)) return false;
        return true;
    }

    /// <summary>Whether we wait for nothing more from a branch: its time is over, the next is tried.</summary>
    public static bool IsGivenUp(ClientBranch branch) => branch.IsPending && branch.Status != 0;

    private static TrunkOptions? TrunkOf(ForwardRoute route, EngineSettings settings) =>
        route.TrunkName is { } name ? settings.Trunks.Find(name) : null;

    private static bool IsAmong(ImmutableArray<string> codes, int status)
    {
        var text = status.ToString(CultureInfo.InvariantCulture);
        foreach (var code in codes)
            if (code == text || (code[0] == text[0] && code.EndsWith("xx", StringComparison.Ordinal))) return true;
        return false;
    }
}
