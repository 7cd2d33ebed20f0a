using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>What one sweep did.</summary>
/// <param name="Complete">False when a limit or a fault stopped it; the next sweep goes on.</param>
public readonly record struct SweepReport(int Overdue, int Scheduled, int Performed, bool Complete);

/// <summary>
/// Heals what a dead process left behind: overdue documents get a timer, those due before the next sweep get theirs
/// scheduled anew (an embedded bus forgets its schedule), old outboxes are performed again.
/// </summary>
public sealed class Sweep(RuntimeParts parts, ActorRuntime runtime)
{
    /// <summary>Sweeps at once and then at every interval, until cancelled.</summary>
    public async Task RunUntil(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(parts.Limits.SweepInterval, parts.Clock);
        // What is unperformed at our start may be a dead process's, and a SIP message soon expires; performing twice is
        // safe.
        var outboxAge = TimeSpan.Zero;
        do
        {
            try
            {
                await Once(outboxAge, cancel);
                outboxAge = parts.Limits.OutboxAge;
            }
            catch (Exception fault) when (!cancel.IsCancellationRequested)
            {
                // host loop: a sweep that throws is logged, the next one comes all the same.
                parts.Log.SweepFailed(fault);
            }
        }
        while (!cancel.IsCancellationRequested && await Next(timer, cancel));
    }

    /// <summary>One sweep over all kinds of actors.</summary>
    public Task<SweepReport> Once(CancellationToken cancel = default) => Once(parts.Limits.OutboxAge, cancel);

    private async Task<SweepReport> Once(TimeSpan outboxAge, CancellationToken cancel)
    {
        var now = parts.Clock.GetUtcNow();
        var report = new SweepReport(0, 0, 0, await WakeTrunks(now, cancel));
        foreach (var actor in parts.Actors)
        {
            // Outboxes first: a process that died owes answers to people who wait for them.
            var old = new StoreQuery { Kind = actor.Kind, OutboxBefore = now - outboxAge };
            report = await Walk(old, report, Settle, cancel);
            var horizon = parts.Limits.ScheduleIsDurable ? now.AddTicks(1) : now + parts.Limits.SweepInterval;
            var due = new StoreQuery { Kind = actor.Kind, DueBefore = horizon };
            report = await Walk(due, report, Remind, cancel);
        }
        parts.Log.Swept(report.Overdue, report.Scheduled, report.Performed, report.Complete);
        return report;
    }

    /// <summary>
    /// A trunk has no document before it is first woken; one that is awake takes no notice, whoever else has woken it.
    /// </summary>
    private async ValueTask<bool> WakeTrunks(DateTimeOffset now, CancellationToken cancel)
    {
        var complete = true;
        foreach (var trunk in parts.Settings.Trunks.All)
        {
            if (!trunk.IsProbed) continue;
            var woken = TimerId.Envelope(TrunkName.Key(trunk.Name), now, now);
            complete &= await parts.Bus.Send(woken, cancel) == BusResult.Sent;
        }
        return complete;
    }

    private async ValueTask<SweepReport> Walk(
        StoreQuery query, SweepReport report,
        Func<StoreItem, SweepReport, CancellationToken, ValueTask<SweepReport>> visit, CancellationToken cancel)
    {
        query = query with { PageSize = parts.Limits.SweepPageSize };
        string? continuation = null;
        for (var pages = 0; pages < parts.Limits.MaxSweepPages; pages++)
        {
            var page = await parts.Store.Query(query, continuation, cancel);
            if (page.Status != StoreStatus.Ok) return report with { Complete = false };
            foreach (var item in page.Items) report = await visit(item, report, cancel);
            continuation = page.Continuation;
            if (continuation is null) return report;
        }
        return report with { Complete = false };
    }

    private async ValueTask<SweepReport> Settle(StoreItem item, SweepReport report, CancellationToken cancel)
    {
        var outcome = await runtime.Settle(item.Key);
        return outcome.IsDone ? report with { Performed = report.Performed + 1 } : report with { Complete = false };
    }

    private async ValueTask<SweepReport> Remind(StoreItem item, SweepReport report, CancellationToken cancel)
    {
        if (item.Columns.DueAt is not { } due) return report;
        var now = parts.Clock.GetUtcNow();
        if (due > now)
        {
            var scheduled = await parts.Bus.Schedule(TimerId.Envelope(item.Key, due, now), due, cancel);
            return scheduled == BusResult.Sent
                ? report with { Scheduled = report.Scheduled + 1 }
                : report with { Complete = false };
        }
        // The id is of this sweep, not of the instant: the timer of that instant may have been decided to no avail.
        var sent = await parts.Bus.Send(TimerId.Envelope(item.Key, now, now), cancel);
        return sent == BusResult.Sent ? report with { Overdue = report.Overdue + 1 } : report with { Complete = false };
    }

    private static async ValueTask<bool> Next(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
