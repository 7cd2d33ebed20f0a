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
    private readonly RefusedEnvelopes _refused = new(parts);

    private static readonly ActivitySource Activities = new("ServerlessSip.Edge");

    /// <summary>
    /// Hands a message up. The caller holds no lock: the bus may run the actor's turn on this very thread.
    /// </summary>
    /// <param name="bytes">A copy that nobody changes any more.</param>
    public ValueTask<BusResult> Send(ActorKey actor, ReadOnlyMemory<byte> bytes, Flow flow, bool expires) =>
        bus.Send(Envelope(actor, bytes, flow, expires));

    private Envelope Envelope(ActorKey actor, ReadOnlyMemory<byte> bytes, Flow flow, bool expires)
    {
        using var activity = Activities.StartActivity("sip.receive", ActivityKind.Server);
        var now = parts.Clock.Now.Utc;
        return new Envelope
        {
            Id = parts.NextInputId(),
            Actor = actor,
            Kind = EnvelopeKind.Sip,
            Bytes = bytes,
            Flow = flow,
            At = now,
            AnswerBy = expires ? now + parts.Options.AnswerBy : null,
            TraceContext = activity?.Id,
        };
    }

    /// <summary>How many envelopes are waiting to be offered again.</summary>
    public int Waiting => _refused.Count;

    /// <summary>When the next of them is, on the relay's monotonic clock.</summary>
    public long NextAt() => _refused.NextAt();

    /// <summary>Hands up what nobody waits for; what the bus refuses is offered again by <see cref="Retry"/>.</summary>
    public void SendAndForget(ActorKey actor, ReadOnlyMemory<byte> bytes, Flow flow) =>
        Offer(Envelope(actor, bytes, flow, expires: false), RelayCount.DroppedBusRefused);

    /// <summary>Offers again what the bus refused and is due.</summary>
    public void Retry()
    {
        while (_refused.TryTakeDue(out var refused)) Offer(refused.Envelope, refused.Lost, refused);
    }

    /// <summary>Tells an actor that the relay gave up: <c>reason|transaction</c>.</summary>
    public void SendTimeout(ActorKey actor, GiveUpReason reason, ReadOnlySpan<byte> transaction, Flow? flow)
    {
        parts.Counters.Add(RelayCount.Timeouts);
        if (actor.Kind == ActorKind.None) return;
        var bytes = new byte[transaction.Length + 2];
        bytes[0] = (byte)('0' + (int)reason);
        bytes[1] = (byte)'|';
        transaction.CopyTo(bytes.AsSpan(2));
        var timeout = new Envelope
        {
            Id = parts.NextInputId(),
            Actor = actor,
            Kind = EnvelopeKind.Timeout,
            Bytes = bytes,
            Flow = flow,
            At = parts.Clock.Now.Utc,
        };
        Offer(timeout, RelayCount.TimeoutsLost);
    }

    private void Offer(Envelope envelope, RelayCount lost, RefusedEnvelopes.Refused? before = null)
    {
        var sending = bus.Send(envelope);
        if (!sending.IsCompletedSuccessfully) _ = OfferLater(sending, envelope, lost, before);
        else Offered(sending.Result, envelope, lost, before);
    }

    private async Task OfferLater(
        ValueTask<BusResult> sending, Envelope envelope, RelayCount lost, RefusedEnvelopes.Refused? before) =>
        Offered(await Outcome(sending).ConfigureAwait(false), envelope, lost, before);

    /// <summary>What came of a send that nobody else waits for.</summary>
    public async ValueTask<BusResult> Outcome(ValueTask<BusResult> sending)
    {
        try
        {
            return await sending.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // host loop: a fault of the bus is one more way not to take a message, and nobody else would hear of it.
            parts.Counters.Add(RelayCount.LoopFaults);
            return BusResult.Transient;
        }
    }

    private void Offered(BusResult result, Envelope envelope, RelayCount lost, RefusedEnvelopes.Refused? before)
    {
        if (result == BusResult.Sent) return;
        if (result == BusResult.Fatal) parts.Counters.Add(lost);
        else if (before is { } again) _refused.AddAgain(again);
        else _refused.Add(envelope, lost);
    }
}
