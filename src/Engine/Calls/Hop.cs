using System.Net;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Calls;

/// <summary>Where a request goes next: over a flow, or to an address from one of our listeners.</summary>
public sealed record Hop
{
    /// <summary>The relay that sends.</summary>
    public required string Relay { get; init; }

    /// <summary>The flow to use; null for an address.</summary>
    public Flow? Flow { get; init; }

    /// <summary>The address to use when there is no flow or its stream is gone.</summary>
    public IPEndPoint? Address { get; init; }

    public required SipTransport Transport { get; init; }

    /// <summary>The listener whose address goes into Via and Record-Route.</summary>
    public required int Listener { get; init; }

    public static Hop Over(Flow flow) =>
        new() { Relay = flow.Relay, Flow = flow, Transport = flow.Transport, Listener = flow.Listener };
}
