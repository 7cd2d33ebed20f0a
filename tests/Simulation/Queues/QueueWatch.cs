using ServerlessSip.Engine.Queues;

namespace ServerlessSip.Simulation.Queues;

/// <summary>What must hold each time the queue is saved.</summary>
internal sealed class QueueWatch(QueueWorld world)
{
    public int Offers { get; private set; }

    /// <summary>The most who waited at one time.</summary>
    public int MostWaiting { get; private set; }

    public void Saved(QueueState? before, QueueState after)
    {
        MostWaiting = Math.Max(MostWaiting, after.Callers.Length);
        Order(before, after);
        foreach (var agent in after.Agents)
        {
            if (agent is { Offer: not null, Talk: not null }) world.Fail($"{agent.Agent} rings while he talks");
            if (agent is { IsTaken: true, Offer: null, Talk: null }) world.Fail($"{agent.Agent} is taken by nothing");
        }
        if (after.DueAt is null && !after.Callers.IsEmpty) world.Fail("callers wait and no timer will come");
        if (world.Options.Strategy == QueueStrategy.RingAll) return;
        foreach (var rung in after.Agents.Where(a => a.Offer is not null).GroupBy(a => a.Offer!.Ticket))
            if (rung.Count() > 1) world.Fail($"{rung.Key} rings at {rung.Count()} agents");
    }

    /// <summary>
    /// The line only loses members and grows at its end; who is offered now stands before all who are not.
    /// </summary>
    private void Order(QueueState? before, QueueState after)
    {
        var old = before?.Callers.Select(c => c.Ticket).ToList() ?? [];
        var line = after.Callers.Select(c => c.Ticket).ToList();
        var kept = line.Where(old.Contains).ToList();
        if (!kept.SequenceEqual(old.Where(line.Contains))) world.Fail("the line has changed its order");
        if (line.Skip(kept.Count).Any(old.Contains)) world.Fail("a newcomer stands before one who waited");
        var offered = Tickets(after);
        var fresh = offered.Except(before is null ? [] : Tickets(before)).Select(t => line.IndexOf(t)).ToList();
        Offers += (int)(after.LastOffer - (before?.LastOffer ?? 0));
        if (fresh.Count == 0) return;
        var left = line.FindIndex(t => !offered.Contains(t));
        if (left >= 0 && fresh.Max() > left) world.Fail($"place {fresh.Max() + 1} was offered before place {left + 1}");
    }

    private static HashSet<QueueTicket> Tickets(QueueState state) =>
        [.. state.Agents.Where(a => a.Offer is not null).Select(a => a.Offer!.Ticket)];
}
