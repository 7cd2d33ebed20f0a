namespace ServerlessSip.Ports;

/// <summary>The outcome of a send.</summary>
public enum BusResult : byte
{
    /// <summary>The bus holds it durably (or, in one process, has it in its mailbox).</summary>
    Sent = 1,

    /// <summary>The bus is at its limit: answer 503 or try later.</summary>
    Full = 2,

    /// <summary>A passing fault: try again.</summary>
    Transient = 3,

    /// <summary>It will never be taken, e.g. it is too large.</summary>
    Fatal = 4,
}

/// <summary>The way of inputs to actors and of commands to relays. Order is kept per actor and per relay.</summary>
public interface IBus
{
    /// <summary>Queues an input for its actor. Never runs the actor inside the caller's own turn.</summary>
    ValueTask<BusResult> Send(Envelope envelope, CancellationToken cancel = default);

    /// <summary>
    /// Queues an input to be delivered at <paramref name="at"/> or soon after; in the past means now.
    /// </summary>
    ValueTask<BusResult> Schedule(Envelope envelope, DateTimeOffset at, CancellationToken cancel = default);

    /// <summary>Queues commands, in order, to their relays.</summary>
    ValueTask<BusResult> Send(IReadOnlyList<RelayCommand> commands, CancellationToken cancel = default);
}
