using System.Collections.Immutable;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Api.Queues;

/// <summary>A queue or park slot as clients see it.</summary>
internal sealed record QueueView
{
    public required string Name { get; init; }
    public required string Resource { get; init; }

    /// <summary>The version of the newest event; 0 before the first.</summary>
    public required long Version { get; init; }

    /// <summary>longest-idle, round-robin, ring-all or by-skill; null for a slot.</summary>
    public string? Strategy { get; init; }

    /// <summary>In the order in which they are served.</summary>
    public required ImmutableArray<CallerView> Callers { get; init; }

    public required ImmutableArray<AgentView> Agents { get; init; }

    /// <param name="state">Null when nobody has been there yet.</param>
    public static QueueView Of(string name, QueueOptions options, QueueState? state, DateTimeOffset now) => new()
    {
        Name = name,
        Resource = QueueName.Resource(options.Name),
        Version = state?.EventVersion ?? 0,
        Strategy = QueueName.IsSlot(options.Name) ? null : Word(options.Strategy),
        Callers = [.. (state?.Callers ?? []).Select((caller, i) => CallerView.Of(caller, i + 1, now))],
        Agents = [.. (state?.Agents ?? []).Where(a => a.Word(now) != "off").Select(a => AgentView.Of(a, now))],
    };

    private static string Word(QueueStrategy strategy) => strategy switch
    {
        QueueStrategy.RoundRobin => "round-robin",
        QueueStrategy.RingAll => "ring-all",
        QueueStrategy.BySkill => "by-skill",
        _ => "longest-idle",
    };
}

/// <summary>One who waits.</summary>
/// <param name="Position">From 1.</param>
internal sealed record CallerView(
    int Position, string Call, string From, DateTimeOffset Since, double WaitedSeconds, ImmutableArray<string> Skills)
{
    public static CallerView Of(QueueCaller caller, int position, DateTimeOffset now) => new(
        position, $"calls/{caller.Ticket.Call}", caller.From, caller.Since,
        Math.Round((now - caller.Since).TotalSeconds, 3), caller.Skills);
}

/// <summary>One who takes calls.</summary>
/// <param name="State">idle, ringing, busy or wrap-up.</param>
/// <param name="Call">The call that rings or is up; null for none.</param>
internal sealed record AgentView(string Agent, string State, DateTimeOffset LoginUntil, string? Call)
{
    public static AgentView Of(QueueAgent agent, DateTimeOffset now)
    {
        var call = agent.Talk?.Call ?? agent.Offer?.Ticket.Call;
        return new(AddressOfRecord.User(agent.Agent), agent.Word(now), agent.LoginUntil,
            call is { } key ? $"calls/{key}" : null);
    }
}

/// <summary>All queues in the order of their names.</summary>
internal sealed record QueueList(ImmutableArray<QueueView> Items);

/// <summary>The body of a write about an agent, or about who fetches a parked call.</summary>
/// <param name="User">Null for the caller himself.</param>
internal sealed record AgentBody(string? User);
