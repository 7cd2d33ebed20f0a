using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>The traces and counts of the runtime; free of cost while nobody listens.</summary>
internal static class RuntimeTelemetry
{
    public const string Name = "ServerlessSip.Engine";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Turns = Meter.CreateCounter<long>("sip.turns");
    public static readonly Counter<long> Conflicts = Meter.CreateCounter<long>("sip.turn.conflicts");
    public static readonly Counter<long> Retries = Meter.CreateCounter<long>("sip.turn.retries");
    public static readonly Counter<long> Dropped = Meter.CreateCounter<long>("sip.inputs.dropped");
    public static readonly Counter<long> Unperformed = Meter.CreateCounter<long>("sip.effects.unperformed");

    public static Activity? StartTurn(Envelope first)
    {
        if (!Source.HasListeners()) return null;
        var activity = Source.StartActivity("turn", ActivityKind.Consumer, first.TraceContext);
        activity?.SetTag("actor", first.Actor.ToString());
        return activity;
    }

    public static void CountDropped(string reason)
    {
        if (Dropped.Enabled) Dropped.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }
}

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
