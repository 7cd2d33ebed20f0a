using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using ServerlessSip.Ports;

namespace ServerlessSip.UdpRelay.Probing;

/// <summary>
/// Measures the way relay → <c>sip-in</c> → function → <c>sip-out</c> → relay by probes that no actor sees.
/// </summary>
internal sealed class RoundTrips(IBus bus, string relayId, TimeProvider clock)
{
    private const int MaxUnderWay = 1_000;

    private readonly ulong _boot = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    private readonly ConcurrentDictionary<InputId, DateTimeOffset> _underWay = new();
    private long _number;
    private long _lastAt = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>Called with each round trip's time.</summary>
    public Action<TimeSpan>? Measured { get; init; }

    /// <summary>How long ago the last probe came back; very long when none did.</summary>
    public TimeSpan SinceLast => TimeSpan.FromTicks(clock.GetUtcNow().UtcTicks - Volatile.Read(ref _lastAt));

    /// <summary>Sends one probe; false when the bus did not take it.</summary>
    public async ValueTask<bool> Send(CancellationToken cancel = default)
    {
        // Answers that never came are forgotten.
        if (_underWay.Count >= MaxUnderWay) _underWay.Clear();
        var id = InputId.FromRelay(_boot, (ulong)Interlocked.Increment(ref _number));
        var now = clock.GetUtcNow();
        _underWay[id] = now;
        var sent = await bus.Send(Probe(id, now), cancel);
        if (sent != BusResult.Sent) _underWay.TryRemove(id, out _);
        return sent == BusResult.Sent;
    }

    /// <summary>Sends one now and then, until cancelled.</summary>
    public async Task RunUntil(TimeSpan every, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await Send(CancellationToken.None);
            }
            catch (Exception)
            {
                // host loop: one that could not be sent is one that does not come back, which is told.
            }
            await Task.Delay(every, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Whether the command is the answer to a probe, which then is nobody else's.</summary>
    public bool TryTake(RelayCommand command)
    {
        if (command.Kind != RelayCommandKind.ProbeAnswer) return false;
        if (!_underWay.TryRemove(command.Id, out var sentAt)) return true;
        var now = clock.GetUtcNow();
        Volatile.Write(ref _lastAt, now.UtcTicks);
        Measured?.Invoke(now - sentAt);
        return true;
    }

    // Each probe has an actor of its own, so that all lanes are measured.
    private Envelope Probe(InputId id, DateTimeOffset now) => new()
    {
        Id = id,
        Actor = new ActorKey(ActorKind.Call, id.Effect(0).Value),
        Kind = EnvelopeKind.Probe,
        Flow = new Flow
        {
            Relay = relayId,
            Transport = SipTransport.Udp,
            Listener = 0,
            Remote = new IPEndPoint(IPAddress.None, 0),
        },
        At = now,
    };
}
