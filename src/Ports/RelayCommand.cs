using System.Net;

namespace ServerlessSip.Ports;

/// <summary>How a relay repeats what it sends until the match. The numbers are sent.</summary>
public enum Retransmission : byte
{
    /// <summary>Sent once: stateless answers, ACK to a 2xx, a proxied 2xx, provisionals.</summary>
    None = 0,

    /// <summary>Timer A and B of RFC 3261 §17.1.1; the relay makes the ACK to a 3xx–6xx.</summary>
    InviteClient = 1,

    /// <summary>Timer E and F of RFC 3261 §17.1.2.</summary>
    NonInviteClient = 2,

    /// <summary>Timer G and H of RFC 3261 §17.2.1: a 3xx–6xx to INVITE until its ACK.</summary>
    InviteServer = 3,

    /// <summary>A 2xx to INVITE that we made as UAS, on every transport until its ACK (RFC 3261 §13.3.1.4).</summary>
    UasSuccess = 4,
}

/// <summary>What a relay is asked to do. The numbers are sent.</summary>
public enum RelayCommandKind : byte
{
    None = 0,

    /// <summary>
    /// Send <see cref="RelayCommand.Bytes"/>, a request, to <see cref="RelayCommand.Flow"/> or
    /// <see cref="RelayCommand.Address"/>.
    /// </summary>
    SendRequest = 1,

    /// <summary>Send <see cref="RelayCommand.Bytes"/>, a response, back over <see cref="RelayCommand.Flow"/>.</summary>
    SendResponse = 2,

    /// <summary>
    /// The match came through another relay: stop repeating the transaction named by
    /// <see cref="RelayCommand.Transaction"/>.
    /// </summary>
    StopSending = 3,

    /// <summary>
    /// The functions have taken the server transaction <see cref="RelayCommand.OnBehalfOf"/>: give no final of your
    /// own.
    /// </summary>
    Accepted = 4,

    /// <summary>The answer to a round-trip measurement; the host that sent the probe takes it.</summary>
    ProbeAnswer = 5,
}

/// <summary>
/// One order to one relay, safe to perform twice: the relay drops a repeated <see cref="Id"/> until
/// <see cref="NotAfter"/>.
/// </summary>
public sealed class RelayCommand
{
    public required InputId Id { get; init; }

    /// <summary>The relay that shall perform it.</summary>
    public required string Relay { get; init; }

    public required RelayCommandKind Kind { get; init; }

    /// <summary>
    /// The whole message as it goes on the wire. Never changed after sending, so a relay may keep it.
    /// </summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The flow to use; for a request null means <see cref="Address"/>.</summary>
    public Flow? Flow { get; init; }

    /// <summary>Where to send a request when no flow is named, or when the named stream is gone.</summary>
    public IPEndPoint? Address { get; init; }

    /// <summary>The transport for <see cref="Address"/>.</summary>
    public SipTransport Transport { get; init; }

    /// <summary>Index of the listener to send from when no flow is named.</summary>
    public int Listener { get; init; }

    public Retransmission Retransmission { get; init; }

    /// <summary>The actor that hears of timeouts of this transaction and of its responses.</summary>
    public ActorKey Actor { get; init; }

    /// <summary>The relay drops the command after this instant (its own clock).</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>
    /// For <see cref="RelayCommandKind.StopSending"/>: the transaction's key, <c>branch|METHOD</c> for a client
    /// transaction, <c>branch|sent-by|METHOD</c> for a server transaction (ACK counts as INVITE).
    /// </summary>
    public string? Transaction { get; init; }

    /// <summary>
    /// The server transaction, <c>branch|sent-by|METHOD</c>, that this request is sent for: the functions have taken
    /// it, so the relay gives no final of its own.
    /// </summary>
    public string? OnBehalfOf { get; init; }
}
