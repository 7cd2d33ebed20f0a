namespace ServerlessSip.Edge;

/// <summary>What a relay counts.</summary>
internal enum RelayCount
{
    ReceivedRequests,
    ReceivedResponses,
    SentMessages,
    AbsorbedRepeats,
    Retransmissions,
    Keepalives,
    DroppedNotSip,
    DroppedScanner,
    DroppedKeyTooLong,
    DroppedStrayResponse,
    DroppedNoActor,
    DroppedBusRefused,
    RefusedOverload,
    AnsweredByRelay,
    Timeouts,
    TimeoutsLost,
    TransportErrors,
    CommandsRepeated,
    CommandsExpired,
    CommandsUnusable,
    ResponsesLate,
    TableFull,
    ConnectionsRefused,
    ConnectionsBroken,
    ConnectionsIdle,
    BacklogFull,
    LoopFaults,
}
