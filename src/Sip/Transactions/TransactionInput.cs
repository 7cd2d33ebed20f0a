namespace ServerlessSip.Sip.Transactions;

/// <summary>What happens to a transaction: a message, a fault of the transport, or one of its timers.</summary>
public enum TransactionInput : byte
{
    None = 0,

    /// <summary>A 1xx: received by a client transaction, given by the user of a server transaction.</summary>
    Provisional,

    /// <summary>A 2xx.</summary>
    Success,

    /// <summary>A 3xx–6xx.</summary>
    Failure,

    /// <summary>
    /// A 3xx–6xx to INVITE that is not to be repeated by timer (RFC 3261 §26.3.2.4: challenges and the like).
    /// </summary>
    FailureOnce,

    /// <summary>The request of a server transaction, again.</summary>
    Repeat,

    /// <summary>An ACK that matches a server INVITE transaction.</summary>
    Ack,

    TransportError,

    // The timers of RFC 3261 §17 and RFC 6026 §8.8 by their letters.
    TimerA,
    TimerB,
    TimerD,
    TimerE,
    TimerF,
    TimerG,
    TimerH,
    TimerI,
    TimerJ,
    TimerK,
    TimerL,
    TimerM,

    /// <summary>A server transaction gives 100 now if nothing else went out.</summary>
    TimerTrying,

    /// <summary>Nothing was heard for longer than anybody waits: the transaction is forgotten.</summary>
    TimerLapse,
}
