using ServerlessSip.Engine.Calls;

namespace ServerlessSip.Engine.Proxy;

/// <summary>One target of a request that is to be forwarded.</summary>
internal sealed record ForwardTarget
{
    /// <summary>The URI that becomes the Request-URI.</summary>
    public required string Uri { get; init; }

    /// <summary>The group it is tried in, ascending.</summary>
    public int Group { get; init; }

    /// <summary>The hop when it is known; null lets the URI (or the Path's first value) decide.</summary>
    public Hop? Hop { get; init; }

    /// <summary>The Path of the binding, comma-separated, and its first value (RFC 3327 §5.3); null for none.</summary>
    public string? Path { get; init; }
    public string? PathUri { get; init; }

    /// <summary>
    /// The next hop's URI when it is not <see cref="Uri"/>: a Route that is left (RFC 3261 §16.6 step 6).
    /// </summary>
    public string? RouteUri { get; init; }

    /// <summary>The relay and listener to send from when the hop does not say.</summary>
    public required string Relay { get; init; }
    public required int Listener { get; init; }
}
