using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>The way back of what took its time: an answer to an actor, offered again while the bus is full.</summary>
internal static class Answers
{
    public static Envelope Envelope(ActorKey actor, InputId id, object payload, DateTimeOffset now) => new()
    {
        Id = id,
        Actor = actor,
        Kind = EnvelopeKind.Answer,
        Payload = payload,
        At = now,
        TraceContext = System.Diagnostics.Activity.Current?.Id,
    };

    public static async Task Send(IBus bus, TimeProvider clock, RuntimeLimits limits, Envelope envelope)
    {
        var end = clock.GetUtcNow() + limits.RetryFor;
        var delay = limits.FirstRetryDelay;
        while (await bus.Send(envelope) is BusResult.Full or BusResult.Transient && clock.GetUtcNow() < end)
        {
            await Task.Delay(delay, clock);
            delay *= 2;
        }
    }
}
