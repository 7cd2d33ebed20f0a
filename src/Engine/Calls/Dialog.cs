using System.Collections.Immutable;

namespace ServerlessSip.Engine.Calls;

/// <summary>A dialog that runs through us (RFC 3261 §12), early or confirmed.</summary>
public sealed record Dialog
{
    public required DialogSide Caller { get; init; }
    public required DialogSide Callee { get; init; }

    /// <summary>Whether a 2xx was seen; else it is early and ends with its INVITE.</summary>
    public bool Confirmed { get; init; }

    /// <summary>The number of the response context that made it.</summary>
    public required int Context { get; init; }

    /// <summary>Whether it was made by an INVITE and so ends with a BYE.</summary>
    public required bool IsInvite { get; init; }

    /// <summary>
    /// Whether it is over; it is remembered a while, so that crossing and repeated requests still find it.
    /// </summary>
    public bool Ended { get; init; }

    /// <summary>When it is forgotten: 64·T1 after its end, or when its life is used up.</summary>
    public required DateTimeOffset ForgetAt { get; init; }
}

/// <summary>One end of a dialog.</summary>
public sealed record DialogSide
{
    /// <summary>
    /// The tag; empty for a callee that is not known yet (a NOTIFY may come before the 2xx to its SUBSCRIBE).
    /// </summary>
    public required string Tag { get; init; }

    /// <summary>Its Contact URIs, the newest last, at most <see cref="MaxTargets"/>.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>
    /// The nearest other proxy on this side, from Record-Route; null when the end itself is next to us.
    /// </summary>
    public string? NextProxy { get; init; }

    /// <summary>
    /// In a spiral (RFC 3261 §16.3 step 4) the proxies of the earlier passes, which the request comes back from; at
    /// most <see cref="MaxSpirals"/>.
    /// </summary>
    public ImmutableArray<string> Spirals { get; init; } = [];

    /// <summary>How the side was reached, or how its first message came.</summary>
    public required Hop Hop { get; init; }

    /// <summary>
    /// The URI whose next hop <see cref="Hop"/> is; null when the hop serves every URI (a stream, a translated
    /// address).
    /// </summary>
    public string? HopUri { get; init; }

    public const int MaxSpirals = 4;

    /// <summary>A target refresh may cross with requests to the old target, so the last two count.</summary>
    public const int MaxTargets = 2;
}
