using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Auth;

namespace ServerlessSip.Local.Options;

/// <summary>Where documents are kept.</summary>
internal enum StoreKind : byte
{
    Azurite = 1,
    Memory = 2,
}

/// <summary>Everything that configuration says, checked. The keys are a contract.</summary>
internal sealed record LocalOptions
{
    public required SipOptions Sip { get; init; }

    /// <summary><c>Http:Urls</c>.</summary>
    public required ImmutableArray<string> HttpUrls { get; init; }

    /// <summary><c>Store</c>.</summary>
    public required StoreKind Store { get; init; }

    /// <summary><c>Store:Tables</c>, a connection string; null for Azurite's development connection.</summary>
    public required string? TablesConnection { get; init; }

    /// <summary><c>Store:Table</c>.</summary>
    public required string TableName { get; init; }

    /// <summary><c>Local:Directory</c>, an absolute path.</summary>
    public required string Directory { get; init; }

    /// <summary><c>Users:…</c>: passwords by lower-case name; empty when none is given.</summary>
    public required ImmutableSortedDictionary<string, string> Users { get; init; }

    public override string ToString() => nameof(LocalOptions);
}

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

    /// <summary>Null when it is generated into <see cref="LocalOptions.Directory"/>.</summary>
    public required byte[]? Secret { get; init; }

    public required byte[]? SecretPrevious { get; init; }

    /// <summary>Bytes of a UDP socket's kernel buffers; null for the relay's own choice.</summary>
    public required int? SocketBufferBytes { get; init; }

    /// <summary>Receive threads of a UDP socket; null for one a core.</summary>
    public required int? ReceiveThreads { get; init; }

    public override string ToString() => nameof(SipOptions);
}
