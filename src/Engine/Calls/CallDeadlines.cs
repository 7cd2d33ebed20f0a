using ServerlessSip.Engine.Bridging;

namespace ServerlessSip.Engine.Calls;

/// <summary>When a call has something to do.</summary>
internal static class CallDeadlines
{
    /// <summary>
    /// The earliest deadline of an open branch; when none is open, the end of the longest-lived dialog or memory, which
    /// is when the document goes.
    /// </summary>
    public static DateTimeOffset? Earliest(CallState state)
    {
        var earliest = LegDeadlines.Earliest(state);
        foreach (var context in state.Contexts)
        {
            if (context is { IsOpen: true, Route.AnswerBy: { } by } && (earliest is null || by < earliest))
                earliest = by;
            if (context.Wait is { } wait && (earliest is null || wait.DueAt < earliest)) earliest = wait.DueAt;
            if (context.NextGroupAt is { } next && (earliest is null || next < earliest)) earliest = next;
            foreach (var branch in context.Branches)
                if (branch.IsPending && branch.Deadline is { } at && (earliest is null || at < earliest)) earliest = at;
        }
        return earliest ?? LastMemory(state);
    }

    /// <summary>Whether a branch, a question or a leg is open: then the earliest deadline is one to be kept.</summary>
    public static bool HasPending(CallState state)
    {
        foreach (var context in state.Contexts)
        {
            if (context is { IsOpen: true, Route.AnswerBy: not null }) return true;
            if (context.Wait is not null) return true;
            foreach (var branch in context.Branches)
                if (branch.IsPending) return true;
        }
        return Legs.AnyAlive(state);
    }

    /// <summary>Until when anything of the call must be remembered; null when nothing is left.</summary>
    private static DateTimeOffset? LastMemory(CallState state)
    {
        DateTimeOffset? last = null;
        foreach (var context in state.Contexts) last = Later(last, context.EndsAt);
        foreach (var dialog in state.Dialogs) last = Later(last, dialog.ForgetAt);
        foreach (var leg in state.Legs) last = Later(last, leg.ForgetAt);
        return last;
    }

    private static DateTimeOffset? Later(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null ? b : b is null || a > b ? a : b;
}
