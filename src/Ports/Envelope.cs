namespace ServerlessSip.Ports;

/// <summary>What an envelope carries. The numbers are sent: they never change meaning.</summary>
public enum EnvelopeKind : byte
{
    None = 0,

    /// <summary>
    /// A SIP message from a relay: the bytes as received, with the top Via's received and rport filled in.
    /// </summary>
    Sip = 1,

    /// <summary>A relay gave up on a client or server transaction (timers B, F, H, or a transport error).</summary>
    Timeout = 2,

    /// <summary>An actor's deadline, or a reminder by the sweep.</summary>
    Timer = 3,

    /// <summary>A write that came over HTTP.</summary>
    Command = 4,

    /// <summary>User code that may wait (queue <c>sip-work</c>).</summary>
    Work = 5,

    /// <summary>The answer to a RunRoute, a ResolveDns or work.</summary>
    Answer = 6,

    /// <summary>A round-trip measurement; no actor sees it.</summary>
    Probe = 7,

    /// <summary>An event of another actor.</summary>
    Tell = 8,
}

/// <summary>One input of one actor on its way through the bus.</summary>
public sealed class Envelope
{
    /// <summary>The version of the wire form that this code writes.</summary>
    public const int CurrentVersion = 1;

    public required InputId Id { get; init; }
    public required ActorKey Actor { get; init; }
    public required EnvelopeKind Kind { get; init; }

    /// <summary>The bus session that keeps the order; null lets the bus derive it from <see cref="Actor"/>.</summary>
    public string? Lane { get; init; }

    /// <summary>The SIP message, or the encoded payload of the kind. Never changed after sending.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>
    /// The payload as an object where sender and receiver share a process; else null and <see cref="Bytes"/> holds it.
    /// </summary>
    public object? Payload { get; init; }

    /// <summary>
    /// Where the message came from; null for all but <see cref="EnvelopeKind.Sip"/> and
    /// <see cref="EnvelopeKind.Timeout"/>.
    /// </summary>
    public Flow? Flow { get; init; }

    /// <summary>When the sender made it, by the sender's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// For a request that opens something: the relay answers by itself after this. Null never expires.
    /// </summary>
    public DateTimeOffset? AnswerBy { get; init; }

    /// <summary>W3C traceparent.</summary>
    public string? TraceContext { get; init; }

    public int Version { get; init; } = CurrentVersion;

    /// <summary>1 for the first delivery.</summary>
    public int DeliveryCount { get; init; } = 1;
}
