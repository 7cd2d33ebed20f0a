using System.Collections.Immutable;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Api;

/// <summary>What the HTTP interface needs of its host.</summary>
public sealed record ApiServices
{
    public required IStateStore Store { get; init; }
    public required IPush Push { get; init; }
    public required IApiUsers Users { get; init; }
    public required CommandSender Commands { get; init; }

    /// <summary>Make the Call-IDs of calls that are asked for here.</summary>
    public required TokenKeys Keys { get; init; }
    public required DomainSet Domains { get; init; }

    /// <summary>The queues that agents log in to.</summary>
    public QueueSettings Queues { get; init; } = QueueSettings.None;

    /// <summary>The trunks that routes forward over.</summary>
    public TrunkSettings Trunks { get; init; } = TrunkSettings.None;

    /// <summary>Names besides localhost and the loopback addresses by which this machine may call itself.</summary>
    public ImmutableArray<string> LocalHosts { get; init; } = [];

    /// <summary>
    /// Whether someone at this machine needs no password. False in a host behind a proxy on this machine, where
    /// everyone seems to sit here.
    /// </summary>
    public bool TrustsThisMachine { get; init; } = true;

    /// <summary>
    /// Where web clients connect for events, e.g. <c>https://events.example</c>; null where that is this very host.
    /// </summary>
    public string? EventsOrigin { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
