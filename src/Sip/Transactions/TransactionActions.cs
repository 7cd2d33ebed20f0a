namespace ServerlessSip.Sip.Transactions;

/// <summary>What the owner of a transaction has to do after an input.</summary>
[Flags]
public enum TransactionActions : byte
{
    /// <summary>Nothing goes out or up.</summary>
    Absorb = 0,

    /// <summary>Client: send the request (again). Server: send the last response (again).</summary>
    Send = 1,

    /// <summary>Hand the message to the transaction's user.</summary>
    PassUp = 2,

    /// <summary>Send the ACK to a 3xx–6xx.</summary>
    SendAck = 4,

    /// <summary>Send 100 Trying and keep it as the last response.</summary>
    SendTrying = 8,

    /// <summary>Tell the user that the awaited message did not come.</summary>
    ReportTimeout = 16,

    /// <summary>Tell the user that the transport failed.</summary>
    ReportTransportError = 32,

    /// <summary>The transaction is over: forget it.</summary>
    End = 64,
}
