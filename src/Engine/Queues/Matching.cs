using System.Collections.Immutable;

namespace ServerlessSip.Engine.Queues;

/// <summary>Gives free agents to callers, in the order in which the callers came.</summary>
internal static class Matching
{
    public static void Run(QueueTurn turn)
    {
        if (turn.Options is not { } options || turn.State.Callers.IsEmpty || QueueName.IsSlot(options.Name)) return;
        // One who was a member when he logged in may be none any more.
        var free = turn.State.Agents.Where(a => a.IsFree(turn.Now) && options.Member(a.Agent) is not null).ToList();
        if (free.Count == 0) return;
        if (options.Strategy == QueueStrategy.RingAll)
        {
            RingAll(turn, options, free);
            return;
        }
        var offered = Offered(turn);
        foreach (var caller in turn.State.Callers)
        {
            // One whose skills nobody free has does not hold up those behind.
            if (free.Count == 0) break;
            if (offered.Contains(caller.Ticket) || caller.Until <= turn.Now) continue;
            if (Choose(turn, options, caller, free) is not { } agent) continue;
            QueueOffers.Make(turn, caller, agent, options.RingTime);
            free.Remove(agent);
        }
    }

    /// <summary>The callers for whom phones ring now.</summary>
    private static HashSet<QueueTicket> Offered(QueueTurn turn)
    {
        var offered = new HashSet<QueueTicket>();
        foreach (var agent in turn.State.Agents)
            if (agent.Offer is { } offer) offered.Add(offer.Ticket);
        return offered;
    }

    /// <summary>Everybody who is free rings for the first caller whom one of them can serve.</summary>
    private static void RingAll(QueueTurn turn, QueueOptions options, List<QueueAgent> free)
    {
        foreach (var caller in turn.State.Callers)
        {
            var ringing = turn.State.Agents.Count(a => a.Offer is { } offer && offer.Ticket == caller.Ticket);
            // Past the limit the wait goes on only for phones that ring already.
            if (ringing == 0 && caller.Until <= turn.Now) continue;
            foreach (var agent in free)
            {
                if (ringing >= QueueLimits.MaxRinging || caller.Until <= turn.Now) break;
                if (!Knows(options, agent, caller)) continue;
                QueueOffers.Make(turn, caller, agent, options.RingTime);
                ringing++;
            }
            if (ringing > 0) return;
        }
    }

    private static QueueAgent? Choose(
        QueueTurn turn, QueueOptions options, QueueCaller caller, List<QueueAgent> free)
    {
        var able = caller.Skills.IsEmpty ? free : free.FindAll(a => Knows(options, a, caller));
        if (able.Count == 0) return null;
        return options.Strategy switch
        {
            QueueStrategy.RoundRobin => NextAfter(turn.State.LastAgent, able),
            QueueStrategy.BySkill => able.OrderByDescending(a => Level(options, a, caller.Skills))
                .ThenBy(a => SkillCount(options, a)).ThenBy(a => a.IdleSince).First(),
            _ => able.MinBy(a => a.IdleSince),
        };
    }

    /// <summary>In the order of names, from the start again after the last.</summary>
    private static QueueAgent NextAfter(string? last, List<QueueAgent> able) =>
        able.Find(a => string.CompareOrdinal(a.Agent, last) > 0) ?? able[0];

    private static bool Knows(QueueOptions options, QueueAgent agent, QueueCaller caller)
    {
        if (caller.Skills.IsEmpty) return true;
        var member = options.Member(agent.Agent);
        foreach (var skill in caller.Skills)
            if (member is null || !member.Skills.ContainsKey(skill)) return false;
        return true;
    }

    private static int Level(QueueOptions options, QueueAgent agent, ImmutableArray<string> skills)
    {
        var member = options.Member(agent.Agent);
        var level = 0;
        foreach (var skill in skills) level += member?.Skills.GetValueOrDefault(skill) ?? 0;
        return level;
    }

    private static int SkillCount(QueueOptions options, QueueAgent agent) =>
        options.Member(agent.Agent)?.Skills.Count ?? 0;
}
