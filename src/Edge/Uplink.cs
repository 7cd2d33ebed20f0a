using System.Diagnostics;
using ServerlessSip.Ports;

namespace ServerlessSip.Edge;

/// <summary>
/// Why a relay gave up on a transaction. The numbers are sent; the engine's <c>TimeoutReason</c> has the same.
/// </summary>
internal enum GiveUpReason : byte
{
    None = 0,
    NoResponse = 1,
    NoAck = 2,
    TransportError = 3,
    AnsweredByRelay = 4,
}

/// <summary>The way of envelopes to the bus.</summary>
internal sealed class Uplink(RelayParts parts, IBus bus)
{
    private static readonly ActivitySource Activities = new("ServerlessSip.Edge");

    /// <summary>
    /// Hands a message up. The caller holds no lock: the bus may run the actor's turn on this very thread.
    /// </summary>
    /// <param name="bytes">A copy that nobody changes any more.</param>
    public ValueTask<BusResult> Send(ActorKey actor, ReadOnlyMemory<byte> bytes, Flow flow, bool expires)
    {
        using var activity = Activities.StartActivity("sip.receive", ActivityKind.Server);
        var now = parts.Clock.Now.Utc;
        return bus.Send(new Envelope
        {
            Id = parts.NextInputId(),
            Actor = actor,
            Kind = EnvelopeKind.Sip,
            Bytes = bytes,
            Flow = flow,
            At = now,
            AnswerBy = expires ? now + parts.Options.AnswerBy : null,
            TraceContext = activity?.Id,
        });
    }

    /// <summary>
    /// Hands up what nobody waits for: a refusal is counted, and the actor's own deadline or a repeat makes it
    /// good.
    /// </summary>
    public void SendAndForget(ActorKey actor, ReadOnlyMemory<byte> bytes, Flow flow) =>
        Count(Send(actor, bytes, flow, expires: false), RelayCount.DroppedBusRefused);

    /// <summary>Tells an actor that the relay gave up: <c>reason|transaction</c>.</summary>
    public void SendTimeout(ActorKey actor, GiveUpReason reason, ReadOnlySpan<byte> transaction, Flow? flow)
    {
        parts.Counters.Add(RelayCount.Timeouts);
        if (actor.Kind == ActorKind.None) return;
        var bytes = new byte[transaction.Length + 2];
        bytes[0] = (byte)('0' + (int)reason);
        bytes[1] = (byte)'|';
        transaction.CopyTo(bytes.AsSpan(2));
        Count(
            bus.Send(new Envelope
            {
                Id = parts.NextInputId(),
                Actor = actor,
                Kind = EnvelopeKind.Timeout,
                Bytes = bytes,
                Flow = flow,
                At = parts.Clock.Now.Utc,
            }),
            RelayCount.TimeoutsLost);
    }

    private void Count(ValueTask<BusResult> sending, RelayCount refused)
    {
        if (!sending.IsCompletedSuccessfully) _ = CountLater(sending, refused);
        else if (sending.Result != BusResult.Sent) parts.Counters.Add(refused);
    }

    private async Task CountLater(ValueTask<BusResult> sending, RelayCount refused)
    {
        if (await sending.ConfigureAwait(false) != BusResult.Sent) parts.Counters.Add(refused);
    }
}
