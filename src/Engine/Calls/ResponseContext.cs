using System.Collections.Immutable;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Calls;

/// <summary>Where a server transaction stands. The numbers are stored.</summary>
public enum ContextPhase : byte
{
    None = 0,

    /// <summary>No final response was sent.</summary>
    Open = 1,

    /// <summary>A final response that is not a 2xx to INVITE was sent (or, RFC 4320, none shall be).</summary>
    Completed = 2,

    /// <summary>A 2xx to INVITE was sent; more may follow (RFC 6026).</summary>
    Accepted = 3,
}

/// <summary>One server transaction and the branches it was forwarded on (RFC 3261 §16.7).</summary>
public sealed record ResponseContext
{
    public required int Number { get; init; }

    /// <summary>The branch and sent-by of the top Via, and the method as written: what names the transaction.</summary>
    public required string Branch { get; init; }
    public required string SentBy { get; init; }
    public required string Method { get; init; }

    /// <summary>The name by which relays know the transaction.</summary>
    public required string Transaction { get; init; }

    public required uint CSeq { get; init; }
    public required string FromTag { get; init; }

    /// <summary>The request as received; null once nothing more can be made of it.</summary>
    public SipMessage? Request { get; init; }

    /// <summary>The Request-URI as received.</summary>
    public required string RequestUri { get; init; }

    /// <summary>The path the request came by and the responses go back on.</summary>
    public required Flow Flow { get; init; }

    public ContextPhase Phase { get; init; } = ContextPhase.Open;

    /// <summary>The To-tag of our own responses; null until one was made.</summary>
    public string? ToTag { get; init; }

    public ImmutableArray<ClientBranch> Branches { get; init; } = [];

    /// <summary>How many branches may be open at once, downstream forks counted (RFC 5393); at least 1.</summary>
    public int Breadth { get; init; } = 1;

    /// <summary>When the group that rings gives way to the next; null when none waits.</summary>
    public DateTimeOffset? NextGroupAt { get; init; }

    /// <summary>Whether the caller gave up.</summary>
    public bool Cancelled { get; init; }

    /// <summary>The response last sent upstream, for a repeat that comes through another relay.</summary>
    public OutgoingMessage? LastResponse { get; init; }

    /// <summary>The number of the dialog's context for a request inside a dialog; 0 outside.</summary>
    public int InDialog { get; init; }

    /// <summary>How far the request has come on its route; null when it follows none.</summary>
    public RouteProgress? Route { get; init; }

    /// <summary>The index of the first branch of what is tried now; those before it are given up.</summary>
    public int FirstBranch => Route?.FirstBranch ?? 0;
    /// <summary>The queue that its caller waits in; null for none.</summary>
    public QueueWait? Wait { get; init; }

    /// <summary>The leg of ours that asks; 0 for a request that came over the wire.</summary>
    public int AskedBy { get; init; }

    /// <summary>The leg of ours that answers; 0 for a request that is proxied.</summary>
    public int AnsweredBy { get; init; }

    /// <summary>The number of the context that a leg of ours asks for; 0 for none.</summary>
    public int Serves { get; init; }

    /// <summary>When the memory of this transaction ends; null while it is open.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    public bool IsInvite => Method == "INVITE";

    public bool IsOpen => Phase == ContextPhase.Open;
}
