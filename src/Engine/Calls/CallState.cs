using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Calls;

/// <summary>All that is known of one Call-ID: its transactions, its dialogs and what the console shows of it.</summary>
public sealed record CallState : ActorState
{
    public required string CallId { get; init; }

    /// <summary>
    /// The public name, <c>calls/</c> and the actor's key, which cannot be turned back into the Call-ID.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>
    /// The address that opened the call; others may have only a few transactions open under its Call-ID.
    /// </summary>
    public required string FirstSource { get; init; }

    /// <summary>The number of the newest response context, from 1.</summary>
    public int LastContext { get; init; }

    /// <summary>The server transactions that are open or still remembered, oldest first.</summary>
    public ImmutableArray<ResponseContext> Contexts { get; init; } = [];

    public ImmutableArray<Dialog> Dialogs { get; init; } = [];

    /// <summary>The dialogs in which we are a user agent ourselves, and the number of the newest.</summary>
    public ImmutableArray<Leg> Legs { get; init; } = [];
    public int LastLeg { get; init; }

    /// <summary>Two legs that are being joined; null for none.</summary>
    public Join? Join { get; init; }

    /// <summary>One record per caller's From-tag that was let in with an INVITE.</summary>
    public ImmutableArray<CallRecord> Records { get; init; } = [];

    /// <summary>The nonces used under this Call-ID and their counts.</summary>
    public ImmutableArray<NonceUse> Nonces { get; init; } = [];

    /// <summary>Why the call went as it did, oldest first, at most <see cref="Traces.MaxLines"/>.</summary>
    public ImmutableArray<TraceLine> Trace { get; init; } = [];

    /// <summary>What routes keep with the call: JSON by name.</summary>
    public ImmutableSortedDictionary<string, string> RouteState { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;
    /// <summary>How often the callers of this call have been in queues.</summary>
    public int LastVisit { get; init; }

    /// <summary>Calls that agents of queues have answered and that last.</summary>
    public ImmutableArray<AgentCall> AgentCalls { get; init; } = [];

    /// <summary>The instant of the newest timer that was asked for; null when none is under way.</summary>
    public DateTimeOffset? ScheduledAt { get; init; }

    public override DateTimeOffset? DueAt => CallDeadlines.Earliest(this);

    /// <summary>Null until an INVITE was let in: other requests are no calls.</summary>
    public override string? Resource => Records.IsEmpty ? null : Name;

    public override bool IsOver => !Records.IsEmpty && Records.All(record => record.State == CallPhase.Ended);

    public override string? Status => Records.IsEmpty ? null : Records[^1].StateWord;
}
