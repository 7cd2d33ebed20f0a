using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Edge;

/// <summary>
/// A relay without its sockets: messages come in by <see cref="Received"/>, commands by <see cref="Perform"/>, time by
/// <see cref="Tick"/>; messages leave by the transport, envelopes by the bus. Thread-safe, and without threads of
/// its own.
/// </summary>
internal sealed class RelayCore
{
    private readonly RelayParts _parts;
    private readonly Uplink _uplink;
    private readonly RequestIntake _requests;
    private readonly ResponseIntake _responses;
    private readonly TimerDriver _timers;
    private readonly CommandDesk _commands;

    /// <param name="bootNonce">Different for each start of the relay.</param>
    public RelayCore(
        RelayOptions options, ulong bootNonce, IBus bus, (IRelayTransport Transport, TimeProvider Time) world)
    {
        _parts = new RelayParts(options, bootNonce, world.Transport, world.Time);
        var uplink = _uplink = new Uplink(_parts, bus);
        var responses = new OwnResponses(options);
        var tryings = new TryingSender(_parts, responses);
        _requests = new RequestIntake(_parts, uplink, responses, tryings);
        _responses = new ResponseIntake(_parts, uplink);
        _timers = new TimerDriver(_parts, uplink, responses, tryings);
        _commands = new CommandDesk(_parts, new RequestSender(_parts, uplink, _timers), new ResponseSender(_parts));
    }

    public RelayCounters Counters => _parts.Counters;

    /// <summary>From now on no call begins: an INVITE without a To-tag gets 503.</summary>
    public void Drain() => _parts.IsDraining = true;

    /// <summary>How many server transactions, client transactions and waiting 2xx are remembered.</summary>
    public (int Servers, int Clients, int Successes) Remembered =>
        (_parts.Servers.Used, _parts.Clients.Used, _parts.Successes.Used);

    /// <summary>How many envelopes the bus refused that will be offered again.</summary>
    public int Refused => _uplink.Waiting;

    /// <summary>One whole message; the bytes are the caller's again afterwards.</summary>
    public void Received(ReadOnlySpan<byte> message, Flow flow)
    {
        if (!SipHead.TryScan(message, out var head, out _)) _parts.Counters.Add(RelayCount.DroppedNotSip);
        else if (head.IsRequest) _requests.Take(message, head, flow);
        else _responses.Take(message, head, flow);
    }

    public void Perform(RelayCommand command) => _commands.Perform(command);

    /// <summary>Fires what is due. From one thread at a time.</summary>
    public void Tick() => _timers.Tick();

    /// <summary>
    /// The earliest timer in milliseconds since the core was made; <see cref="long.MaxValue"/> for none.
    /// </summary>
    public long NextTimerAt() => _timers.NextAt();

    /// <summary>The connection that was being made for a message failed.</summary>
    /// <param name="token">What <see cref="IRelayTransport.Send"/> got.</param>
    public void TransportFailed(object? token)
    {
        _parts.Counters.Add(RelayCount.TransportErrors);
        if (token is ClientEntry entry) _timers.TransportFailed(entry);
    }
}
