using System.Net;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Edge;

/// <summary>One socket that a relay listens on.</summary>
/// <param name="Transport">Udp or Tcp.</param>
/// <param name="EndPoint">Port 0 takes a free port; see the relay's BoundEndPoints.</param>
/// <param name="Advertise">host:port as the outside names it.</param>
public sealed record RelayListener(SipTransport Transport, IPEndPoint EndPoint, string Advertise);

/// <summary>What a host tells a relay once, at start.</summary>
public sealed record RelayOptions
{
    /// <summary>The relay's name in flows and commands.</summary>
    public required string RelayId { get; init; }

    /// <summary>The listeners, by the index that flows name.</summary>
    public required IReadOnlyList<RelayListener> Listeners { get; init; }

    public required DomainSet Domains { get; init; }
    public required TokenKeys Keys { get; init; }
    public SipLimits SipLimits { get; init; } = SipLimits.Default;
    public RelayLimits Limits { get; init; } = RelayLimits.Default;
    public TransactionTimes Times { get; init; } = TransactionTimes.Default;

    /// <summary>How long functions have to send something for a request that opens something.</summary>
    public TimeSpan AnswerBy { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The kernel's receive and send buffer of each UDP socket, in bytes.</summary>
    public int SocketBufferBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Threads that receive on each UDP socket; 0 for one per core.</summary>
    public int ReceiveThreads { get; init; }

    /// <summary>Requests whose User-Agent begins so are dropped without an answer, case-insensitive.</summary>
    public IReadOnlyList<string> ScannerAgents { get; init; } =
    [
        "friendly-scanner", "sipvicious", "sipcli", "sip-scan", "pplsip", "sundayddr", "smap", "iWar",
        "VaxSIPUserAgent",
    ];
}
