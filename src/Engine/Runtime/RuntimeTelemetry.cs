using System.Diagnostics;
using System.Diagnostics.Metrics;
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
