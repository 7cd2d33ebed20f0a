using ServerlessSip.Ports;

namespace ServerlessSip.Simulation.Phones;

/// <summary>What sort of phone it is, and which liberties it takes.</summary>
internal sealed record PhoneTraits
{
    public static readonly PhoneTraits Plain = new();

    public SipTransport Transport { get; init; } = SipTransport.Udp;
    public bool IPv6 { get; init; }
    public double Q { get; init; } = 1;

    /// <summary>The host name in its Contact; null for its address.</summary>
    public string? Host { get; init; }

    /// <summary>The whole Contact URI, when it is somebody else's; null for its own.</summary>
    public string? ContactUri { get; init; }

    /// <summary>It says nowhere what its Contact is.</summary>
    public bool HasNoContact { get; init; }

    /// <summary>A second Contact that it registers, where nobody may be; null for none.</summary>
    public string? Ghost { get; init; }

    /// <summary>The Path that its REGISTER has (RFC 3327); null for none.</summary>
    public string? Path { get; init; }

    /// <summary>The domain of its address of record, when that is not the system's.</summary>
    public string? ForeignDomain { get; init; }

    /// <summary>It routes as RFC 2543 had it: the first Route becomes the Request-URI.</summary>
    public bool RoutesStrictly { get; init; }

    /// <summary>It copies no Record-Route and addresses its peer by address of record.</summary>
    public bool ForgetsRoutes { get; init; }

    /// <summary>Something on its way changes the sent-by of CANCEL and ACK.</summary>
    public bool IsBehindAlg { get; init; }

    /// <summary>It says 183 to requests in a dialog, which only an INVITE may get (RFC 4320 §4.1).</summary>
    public bool SaysProgress { get; init; }

    /// <summary>It leaves out what it may: Max-Forwards always, Content-Length over UDP.</summary>
    public bool IsTerse { get; init; }
}
