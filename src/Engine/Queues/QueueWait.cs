using System.Collections.Immutable;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Queues;

/// <summary>A request that is held open while its caller waits in a queue or a park slot.</summary>
public sealed record QueueWait
{
    /// <summary>The queue's name, and its actor.</summary>
    public required string Name { get; init; }
    public required ActorKey Queue { get; init; }

    /// <summary>The number of this stay among all of the call's.</summary>
    public required int Visit { get; init; }

    /// <summary>When the call goes on by itself, though its queue has said nothing.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The place in the line, from 1, and how many wait; 0 before the queue has said so.</summary>
    public int Position { get; init; }
    public int Waiting { get; init; }

    /// <summary>When the caller's next provisional response is due.</summary>
    public required DateTimeOffset RepeatAt { get; init; }

    /// <summary>The number of the newest offer that was heard of; an older one is a repeat.</summary>
    public long LastOffer { get; init; }

    /// <summary>The agents whose phones ring, or are being stopped.</summary>
    public ImmutableArray<RingingAgent> Ringing { get; init; } = [];

    /// <summary>The earliest of its times.</summary>
    internal DateTimeOffset DueAt
    {
        get
        {
            var due = RepeatAt < Until ? RepeatAt : Until;
            foreach (var ringing in Ringing)
                if (!ringing.IsOver && ringing.Until < due) due = ringing.Until;
            return due;
        }
    }
}

/// <summary>An agent whose phones ring for a caller.</summary>
/// <param name="Until">When they are stopped.</param>
/// <param name="IsOver">Whether the queue was told the outcome; a phone may yet answer before its CANCEL comes.</param>
public sealed record RingingAgent(long Offer, string Agent, DateTimeOffset Until, bool IsOver);

/// <summary>An answered call of an agent: its queue hears of the end.</summary>
/// <param name="Context">The number of the response context whose dialog it is.</param>
public sealed record AgentCall(ActorKey Queue, long Offer, string Agent, int Context);
