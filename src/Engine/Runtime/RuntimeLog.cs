using Microsoft.Extensions.Logging;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>The log lines of the runtime.</summary>
internal static partial class RuntimeLog
{
    [LoggerMessage(1, LogLevel.Debug, "{Actor}: input of kind {Kind} dropped: {Reason}")]
    public static partial void InputDropped(this ILogger log, ActorKey actor, EnvelopeKind kind, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Actor}: turn given up: {Reason}")]
    public static partial void TurnGivenUp(this ILogger log, ActorKey actor, string reason);

    [LoggerMessage(3, LogLevel.Error, "{Actor}: an effect can never be performed: {Effect}")]
    public static partial void EffectRefused(this ILogger log, ActorKey actor, string effect);

    [LoggerMessage(4, LogLevel.Information, "{Actor}: effects of an earlier turn performed")]
    public static partial void EarlierPerformed(this ILogger log, ActorKey actor);

    [LoggerMessage(5, LogLevel.Warning, "an event for web clients could not be pushed to {Group}")]
    public static partial void PushFailed(this ILogger log, Exception fault, string group);

    [LoggerMessage(6, LogLevel.Information,
        "sweep: {Overdue} overdue, {Scheduled} scheduled, {Performed} outboxes performed, complete: {Complete}")]
    public static partial void Swept(this ILogger log, int overdue, int scheduled, int performed, bool complete);

    [LoggerMessage(7, LogLevel.Error, "a sweep failed")]
    public static partial void SweepFailed(this ILogger log, Exception fault);
}
