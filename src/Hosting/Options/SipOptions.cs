using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Hosting.Options;

/// <summary>The keys under <c>Sip:</c>.</summary>
internal sealed record SipOptions
{
    public required ImmutableArray<ListenAddress> Listen { get; init; }

    public required ImmutableArray<string> Domains { get; init; }

    /// <summary>Null when every listener is advertised by its own address.</summary>
    public required HostPort? Advertise { get; init; }

    /// <summary>Null when it is what is advertised.</summary>
    public required HostPort? RouteHost { get; init; }

    public required ImmutableArray<DigestAlgorithm> DigestAlgorithms { get; init; }

    public required bool AcceptForeign { get; init; }

    /// <summary><c>Sip:Forking</c>: in which order the contacts of a user ring.</summary>
    public required ForkingOrder Forking { get; init; }

    /// <summary><c>Sip:RingSeconds</c>: how long a group rings before the next one does.</summary>
    public required int RingSeconds { get; init; }

    /// <summary><c>Sip:RecurseRedirects</c>: whether a 3xx to users of ours is followed here.</summary>
    public required bool RecurseRedirects { get; init; }

    /// <summary>Null when none is given: the local edition then makes one, others refuse to start.</summary>
    public required byte[]? Secret { get; init; }

    public required byte[]? SecretPrevious { get; init; }

    /// <summary>Bytes of a UDP socket's kernel buffers; null for the relay's own choice.</summary>
    public required int? SocketBufferBytes { get; init; }

    /// <summary>Receive threads of a UDP socket; null for one a core.</summary>
    public required int? ReceiveThreads { get; init; }

    /// <summary><c>Queues:…</c>.</summary>
    public required QueueSettings Queues { get; init; }

    /// <summary><c>Trunks:…</c>.</summary>
    public required TrunkSettings Trunks { get; init; }

    public override string ToString() => nameof(SipOptions);
}
