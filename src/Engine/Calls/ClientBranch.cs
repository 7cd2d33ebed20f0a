using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Calls;

/// <summary>Where a client transaction stands. The numbers are stored.</summary>
public enum BranchPhase : byte
{
    None = 0,

    /// <summary>The next hop's name is being resolved; nothing was sent.</summary>
    Resolving = 1,

    /// <summary>Sent, nothing heard.</summary>
    Calling = 2,

    /// <summary>A provisional response came.</summary>
    Proceeding = 3,

    /// <summary>A final response other than a 2xx to INVITE came, or the branch was given up.</summary>
    Completed = 4,

    /// <summary>A 2xx to INVITE came; more may follow (RFC 6026 §7.2).</summary>
    Accepted = 5,

    /// <summary>Its turn has not come: an earlier group is being tried.</summary>
    Waiting = 6,
}

/// <summary>One branch of a forwarded request: a client transaction.</summary>
public sealed record ClientBranch
{
    /// <summary>The branch of our Via, magic cookie included.</summary>
    public required string Branch { get; init; }

    /// <summary>The target URI.</summary>
    public required string Target { get; init; }

    /// <summary>The group it is tried in, ascending.</summary>
    public int Group { get; init; }

    public BranchPhase Phase { get; init; } = BranchPhase.Calling;

    /// <summary>The hop it is sent to; null while its name is not resolved.</summary>
    public Hop? Hop { get; init; }

    /// <summary>
    /// The URI that decides the next hop when it is not the target: a Path's or a Route's first; null for none.
    /// </summary>
    public string? NextUri { get; init; }

    /// <summary>The Max-Breadth it is sent with (RFC 5393).</summary>
    public int Breadth { get; init; } = 1;

    /// <summary>The Path of the binding (RFC 3327), as Route values; null when there is none.</summary>
    public string? Path { get; init; }

    /// <summary>The request as sent; null while resolving and when nothing more can be made of it.</summary>
    public OutgoingMessage? Sent { get; init; }

    /// <summary>
    /// Timer C, the safety net for a silent relay, or when a relay is reminded of a CANCEL; null when finished.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>64·T1 after it was to be cancelled, when it is given up; null before.</summary>
    public DateTimeOffset? CancelUntil { get; init; }

    /// <summary>Whether the branch is to be cancelled; the CANCEL waits for a provisional (RFC 3261 §9.1).</summary>
    public bool CancelWanted { get; init; }
    public bool CancelSent { get; init; }

    /// <summary>The Reason lines for the CANCEL, whole lines; null for none.</summary>
    public string? CancelReason { get; init; }

    /// <summary>The number of the queue's offer that it rings for; 0 for none.</summary>
    public long Offer { get; init; }

    /// <summary>The final status, received or given by us (408, 503); 0 before.</summary>
    public int Status { get; init; }

    /// <summary>The final response received; null for one that we made up, and once it was passed on.</summary>
    public SipMessage? Final { get; init; }

    public bool IsPending => Phase is BranchPhase.Resolving or BranchPhase.Calling or BranchPhase.Proceeding;
}
