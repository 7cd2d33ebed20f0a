using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Queues;

/// <summary>What calls, locations and queues tell each other.</summary>
public abstract record QueueTell : TellBody;

/// <summary>A call to its queue: a caller waits.</summary>
/// <param name="From">As user@host.</param>
/// <param name="User">The address of record of a caller who is a user of ours and proved it; else null.</param>
/// <param name="Wait">How long at most; null for the queue's own limit.</param>
public sealed record JoinQueue(string Queue, QueueTicket Ticket, string From, string? User, TimeSpan? Wait) : QueueTell
{
    /// <summary>What an agent must know.</summary>
    public ImmutableArray<string> Skills { get; init; } = [];

    /// <summary>0 to 9, the highest is served first.</summary>
    public int Priority { get; init; }
}

/// <summary>A call to its queue: the caller waits no more.</summary>
/// <param name="Reason"><c>cancelled</c>, <c>gone</c>.</param>
public sealed record LeaveQueue(QueueTicket Ticket, string Reason) : QueueTell;

/// <summary>A call to its queue: what came of an offer.</summary>
public sealed record OfferEnded(QueueTicket Ticket, long Offer, string Agent, OfferOutcome Outcome) : QueueTell;

/// <summary>A call to its queue: the agent's call is over, or (asked) goes on.</summary>
public sealed record TalkTold(long Offer, string Agent, bool GoesOn) : QueueTell;

/// <summary>A location to a queue that members join by registering.</summary>
/// <param name="Until">When the last binding runs out; null when there is none.</param>
public sealed record AgentReachable(string Queue, string Agent, DateTimeOffset? Until) : QueueTell;

/// <summary>A queue to a caller's call: ring this agent.</summary>
public sealed record OfferAgent(ActorKey Queue, int Visit, long Offer, string Agent, TimeSpan RingTime) : QueueTell;

/// <summary>A queue to a caller's call: stop ringing for that offer.</summary>
public sealed record WithdrawOffer(int Visit, long Offer) : QueueTell;

/// <summary>A queue to a caller's call: where in the line it stands, from 1, and how many wait.</summary>
public sealed record QueuePlace(int Visit, int Position, int Waiting) : QueueTell;

/// <summary>A queue to a caller's call: the wait is over without an agent.</summary>
public sealed record QueueOver(int Visit, QueueOutcome Outcome) : QueueTell;

/// <summary>A queue to an agent's call: whether it lasts.</summary>
public sealed record AskTalk(ActorKey Queue, long Offer, string Agent) : QueueTell;

/// <summary>What came of an offer. The numbers are sent.</summary>
public enum OfferOutcome : byte
{
    None = 0,
    Answered = 1,
    Busy = 2,
    NoAnswer = 3,
    Declined = 4,

    /// <summary>No phone of the agent is registered, or none could be reached.</summary>
    Unreachable = 5,

    /// <summary>Another agent was first.</summary>
    Taken = 6,

    /// <summary>The caller waits no more.</summary>
    CallerGone = 7,
}

/// <summary>How a wait ended without an agent. The numbers are sent.</summary>
public enum QueueOutcome : byte
{
    None = 0,
    TimedOut = 1,
    Full = 2,

    /// <summary>There is no such queue (any more).</summary>
    Unknown = 3,

    /// <summary>No agent is logged in, and the queue is for callers who will be served.</summary>
    NoAgents = 4,

    /// <summary>The caller wanted the call that was parked here, and is about to get it.</summary>
    Fetched = 5,
}
