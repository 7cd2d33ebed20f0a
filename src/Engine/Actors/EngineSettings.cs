using System.Collections.Immutable;
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

    public EngineLimits Limits { get; init; } = EngineLimits.Default;
}

/// <summary>One listener as the outside names it.</summary>
/// <param name="Advertise">host:port for Via and Contact.</param>
/// <param name="RouteHost">host:port for Record-Route.</param>
/// <param name="IsIPv6">The family of the listening socket.</param>
public sealed record ListenerAddress(SipTransport Transport, string Advertise, string RouteHost, bool IsIPv6);
