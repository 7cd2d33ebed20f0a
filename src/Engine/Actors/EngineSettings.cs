using System.Collections.Immutable;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Engine.Actors;

/// <summary>What a host tells the engine once, at start.</summary>
public sealed record EngineSettings
{
    public required DomainSet Domains { get; init; }
    public required TokenKeys Keys { get; init; }

    /// <summary>The listeners of every relay, by the index that flows name.</summary>
    public required ImmutableArray<ListenerAddress> Listeners { get; init; }

    /// <summary><c>Sip:DigestAlgorithms</c>, one challenge header each, in this order.</summary>
    public ImmutableArray<DigestAlgorithm> DigestAlgorithms { get; init; } = [DigestAlgorithm.Md5];

    /// <summary><c>Sip:AcceptForeign</c>.</summary>
    public bool AcceptForeign { get; init; } = true;

    /// <summary>In which order the bindings of a user ring.</summary>
    public ForkingOrder Forking { get; init; } = ForkingOrder.Parallel;

    /// <summary>
    /// Whether a 3xx is followed here when its Contacts are users of ours; else, and for all other Contacts, it goes to
    /// the caller (RFC 3261 §16.7 step 4).
    /// </summary>
    public bool RecurseRedirects { get; init; }

    /// <summary>The user's routes; null when there are none.</summary>
    public RoutingSettings? Routing { get; init; }

    /// <summary>The queues that callers may wait in.</summary>
    public QueueSettings Queues { get; init; } = QueueSettings.None;

    /// <summary>The trunks that routes may forward over.</summary>
    public TrunkSettings Trunks { get; init; } = TrunkSettings.None;

    public EngineLimits Limits { get; init; } = EngineLimits.Default;
}

/// <summary>In which order several targets of one request are tried (RFC 3261 §16.6).</summary>
public enum ForkingOrder : byte
{
    /// <summary>All at once.</summary>
    Parallel = 0,

    /// <summary>One after the other, the highest q first.</summary>
    Sequential = 1,

    /// <summary>Those of equal q at once, the highest q first.</summary>
    ByQ = 2,
}

/// <summary>One listener as the outside names it.</summary>
/// <param name="Advertise">host:port for Via and Contact.</param>
/// <param name="RouteHost">host:port for Record-Route.</param>
/// <param name="IsIPv6">The family of the listening socket.</param>
public sealed record ListenerAddress(SipTransport Transport, string Advertise, string RouteHost, bool IsIPv6);
