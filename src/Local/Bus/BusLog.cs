using ServerlessSip.Ports;

namespace ServerlessSip.Local.Bus;

/// <summary>The log lines of the embedded bus.</summary>
internal static partial class BusLog
{
    [LoggerMessage(1, LogLevel.Error,
        "{Actor}: input of kind {Kind} is a dead letter after {Deliveries} deliveries: {Reason}")]
    public static partial void DeadLettered(
        this ILogger log, ActorKey actor, EnvelopeKind kind, int deliveries, string reason);

    [LoggerMessage(2, LogLevel.Error, "{Actor}: a turn threw")]
    public static partial void TurnThrew(this ILogger log, Exception fault, ActorKey actor);

    [LoggerMessage(3, LogLevel.Warning, "{Count} commands for relay {Relay}, which is not here, are dropped")]
    public static partial void RelayUnknown(this ILogger log, string relay, int count);
}
