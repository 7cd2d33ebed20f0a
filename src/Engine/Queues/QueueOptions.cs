using System.Collections.Immutable;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Queues;

/// <summary>Which free agent is rung for the caller whose turn it is.</summary>
public enum QueueStrategy : byte
{
    /// <summary>The one who has been free for longest.</summary>
    LongestIdle = 0,

    /// <summary>The one after the last who was rung, in the order of their names.</summary>
    RoundRobin = 1,

    /// <summary>All who are free; the first to answer has the call.</summary>
    RingAll = 2,

    /// <summary>The best at what the caller needs; who is skilled is spared for callers who need it.</summary>
    BySkill = 3,
}

/// <summary>One queue as it is configured.</summary>
public sealed record QueueOptions
{
    /// <summary>Lower case; see <see cref="QueueName.IsName"/>.</summary>
    public required string Name { get; init; }

    public QueueStrategy Strategy { get; init; } = QueueStrategy.LongestIdle;

    /// <summary>Who may be an agent here; nobody else can log in.</summary>
    public ImmutableArray<QueueMember> Members { get; init; } = [];

    /// <summary>Whether a member is logged in while a phone of his is registered; else he logs in himself.</summary>
    public bool LoginByRegistering { get; init; }

    /// <summary>How long an agent's phones ring.</summary>
    public TimeSpan RingTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long an agent is left alone after a call.</summary>
    public TimeSpan WrapUp { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an agent is left alone who did not answer, was busy or could not be reached.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a caller waits at most.</summary>
    public TimeSpan WaitLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most callers that wait at one time, those being rung for counted.</summary>
    public int MaxCallers { get; init; } = 100;

    /// <summary>Whether callers wait though no agent is logged in.</summary>
    public bool WaitWithoutAgents { get; init; } = true;

    /// <summary>How long a login lasts that is not renewed.</summary>
    public TimeSpan LoginLife { get; init; } = TimeSpan.FromHours(12);

    /// <summary>
    /// What follows a wait that came to nothing when the caller's own route does not say; null for 480.
    /// </summary>
    public Route? Overflow { get; init; }

    /// <summary>Null for somebody who is no member.</summary>
    /// <param name="agent">As user@domain.</param>
    public QueueMember? Member(string agent)
    {
        foreach (var member in Members)
            if (agent.Length > member.User.Length && agent[member.User.Length] == '@'
                && agent.StartsWith(member.User, StringComparison.Ordinal)) return member;
        return null;
    }
}

/// <summary>A user who may be an agent of a queue.</summary>
/// <param name="User">The lower-case name, without domain.</param>
/// <param name="Skills">By lower-case name, how good he is, 1 to 9.</param>
public sealed record QueueMember(string User, ImmutableSortedDictionary<string, int> Skills);
