using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Queues;

/// <summary>The callers who wait in one queue, and its agents.</summary>
public sealed record QueueState : ActorState
{
    /// <summary>The queue's name; a park slot's with its prefix.</summary>
    public required string Name { get; init; }

    /// <summary>In the order in which they are served.</summary>
    public ImmutableArray<QueueCaller> Callers { get; init; } = [];

    /// <summary>Those who are logged in or not done with a call yet, in the order of their names.</summary>
    public ImmutableArray<QueueAgent> Agents { get; init; } = [];

    /// <summary>The number of the newest offer, from 1.</summary>
    public long LastOffer { get; init; }

    /// <summary>The agent who was rung last; null before the first.</summary>
    public string? LastAgent { get; init; }

    /// <summary>When the document of a slot in which nobody waits is deleted; null while somebody does.</summary>
    public DateTimeOffset? ForgetAt { get; init; }

    /// <summary>The earliest timer that was asked for and has not fired; null for none.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    public override DateTimeOffset? DueAt => QueueDeadlines.Earliest(this);

    public override string? Resource => QueueName.Resource(Name);

    public override string? Status => Callers.IsEmpty ? "empty" : "waiting";
}

/// <summary>What a caller is known by in a queue.</summary>
/// <param name="Call">Its call actor.</param>
/// <param name="Visit">The number of this stay among all of that call's in queues, from 1.</param>
public readonly record struct QueueTicket(ActorKey Call, int Visit);

/// <summary>One who waits.</summary>
public sealed record QueueCaller
{
    public required QueueTicket Ticket { get; init; }

    /// <summary>As user@host.</summary>
    public required string From { get; init; }

    /// <summary>What an agent must know, lower case.</summary>
    public ImmutableArray<string> Skills { get; init; } = [];

    /// <summary>0 to 9, the highest is served first.</summary>
    public int Priority { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>When the wait ends without an answer; one whose agent rings then waits for that agent.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The place in the line that was told last, from 1; 0 before the first.</summary>
    public int Told { get; init; }
}

/// <summary>One who takes calls. All that is said of him here runs out.</summary>
public sealed record QueueAgent
{
    /// <summary>The address of record, user@domain.</summary>
    public required string Agent { get; init; }

    /// <summary>Until when he is logged in; in the past for one who only finishes his call.</summary>
    public required DateTimeOffset LoginUntil { get; init; }

    /// <summary>Since when he is free, or when he was last taken.</summary>
    public required DateTimeOffset IdleSince { get; init; }

    /// <summary>Until when he is left alone; null when he is not.</summary>
    public DateTimeOffset? RestUntil { get; init; }

    /// <summary>The call that rings at his phones; null for none.</summary>
    public QueueOffer? Offer { get; init; }

    /// <summary>The call that he is in; null for none.</summary>
    public QueueTalk? Talk { get; init; }

    public bool IsTaken => Offer is not null || Talk is not null;

    public bool IsFree(DateTimeOffset now) => !IsTaken && LoginUntil > now && !(RestUntil > now);

    /// <summary>The state as events and lists say it.</summary>
    public string Word(DateTimeOffset now) => this switch
    {
        { Talk: not null } => "busy",
        { Offer: not null } => "ringing",
        _ when LoginUntil <= now => "off",
        _ when RestUntil > now => "wrap-up",
        _ => "idle",
    };
}

/// <summary>A caller offered to an agent.</summary>
/// <param name="Until">When the agent is free again though nothing was heard.</param>
public sealed record QueueOffer(long Id, QueueTicket Ticket, DateTimeOffset Until);

/// <summary>An agent's call.</summary>
/// <param name="Until">When the call is asked whether it lasts, or, if it was asked, given up.</param>
public sealed record QueueTalk(long Offer, ActorKey Call, DateTimeOffset Until, bool IsAsked);
