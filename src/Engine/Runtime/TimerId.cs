using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>The ids of timers: of one actor and instant always the same.</summary>
internal static class TimerId
{
    public static InputId At(ActorKey actor, DateTimeOffset due)
    {
        var ticks = (ulong)due.UtcTicks;
        return new InputId(actor.Hash ^ new UInt128(ticks, ticks * 0x9E3779B97F4A7C15UL)).Effect((int)actor.Kind);
    }

    public static Envelope Envelope(ActorKey actor, DateTimeOffset due, DateTimeOffset now) => new()
    {
        Id = At(actor, due),
        Actor = actor,
        Kind = EnvelopeKind.Timer,
        At = now,
    };
}
