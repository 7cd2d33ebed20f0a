using System.Net;

namespace ServerlessSip.Ports;

/// <summary>A transport of SIP (RFC 3261 §18, RFC 7118). The numbers are stored and sent.</summary>
public enum SipTransport : byte
{
    None = 0,
    Udp = 1,
    Tcp = 2,
    Tls = 3,
    Ws = 4,
    Wss = 5,
}

/// <summary>
/// A path to one peer through one relay. For UDP it is (local socket, remote address) and <see cref="Connection"/> is
/// 0; for a stream it is the relay's boot nonce and connection number.
/// </summary>
public sealed record Flow
{
    /// <summary>The id of the relay that owns the socket.</summary>
    public required string Relay { get; init; }

    public required SipTransport Transport { get; init; }

    /// <summary>Index of the listener in <c>Sip:Listen</c>.</summary>
    public required int Listener { get; init; }

    /// <summary>The peer's address as the relay sees it.</summary>
    public required IPEndPoint Remote { get; init; }

    /// <summary>The boot nonce of the relay; 0 for UDP, whose flows outlive a restart.</summary>
    public ulong BootNonce { get; init; }

    /// <summary>The number of the connection since boot, from 1; 0 for UDP.</summary>
    public long Connection { get; init; }
}
