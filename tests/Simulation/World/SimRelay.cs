using System.Net;
using System.Net.Sockets;
using ServerlessSip.Edge;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Checks;
using ServerlessSip.Simulation.Clock;
using ServerlessSip.Simulation.Phones;

namespace ServerlessSip.Simulation.World;

/// <summary>One relay: the real core on the virtual network.</summary>
internal sealed class SimRelay : IRelayTransport
{
    /// <summary>Timers have a grain of 10 ms; the wheel is turned twice as seldom to save steps.</summary>
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(20);

    private readonly SimWorld _world;
    private readonly SimClock _clock;
    private readonly RelayOptions _options;
    private readonly Dictionary<long, SimConnection> _connections = [];
    private RelayCore _core;
    private ulong _nonce;
    private long _numbers;
    private bool _ticking;

    public SimRelay(SimWorld world, string id)
    {
        (_world, Id) = (world, id);
        _clock = world.NewClock();
        _options = new RelayOptions
        {
            RelayId = id,
            Listeners = Listening.Listeners,
            Domains = world.Settings.Domains,
            Keys = world.Settings.Keys,
        };
        _core = NewCore();
    }

    public string Id { get; }

    public int Restarts { get; private set; }

    public (int Servers, int Clients, int Successes) Remembered => _core.Remembered;

    public RelayCounters Counters => _core.Counters;

    public void Received(ReadOnlyMemory<byte> bytes, IPEndPoint from) => Received(bytes, new Flow
    {
        Relay = Id,
        Transport = SipTransport.Udp,
        Listener = Listening.IndexOf(SipTransport.Udp, from.AddressFamily == AddressFamily.InterNetworkV6),
        Remote = from,
    });

    public void Received(ReadOnlyMemory<byte> bytes, Flow flow)
    {
        _core.Received(bytes.Span, flow);
        Wind();
    }

    public SimConnection Connect(SimPhone phone)
    {
        var flow = new Flow
        {
            Relay = Id,
            Transport = phone.Transport,
            Listener = Listening.IndexOf(phone.Transport, isIPv6: false),
            Remote = phone.EndPoint,
            BootNonce = _nonce,
            Connection = ++_numbers,
        };
        return _connections[flow.Connection] = new SimConnection(_world, phone, this, flow);
    }

    public void Closed(SimConnection connection)
    {
        foreach (var (number, open) in _connections)
            if (open == connection) _connections.Remove(number);
    }

    public void Perform(RelayCommand command)
    {
        _core.Perform(command);
        Wind();
    }

    /// <summary>All that was remembered is lost.</summary>
    public void Restart()
    {
        Restarts++;
        _core.Counters.Dispose();
        foreach (var connection in _connections.Values.ToArray()) connection.Break();
        _core = NewCore();
    }

    public bool Send(in SendTarget target, ReadOnlyMemory<byte> bytes, object? token)
    {
        SimConnection? stream = null;
        if (target.IsReliable && ((stream = StreamOf(target)) is null || !stream.IsOpen)) return false;
        if ((stream?.Phone.EndPoint ?? target.Flow?.Remote ?? target.Address) is not { } remote) return false;
        foreach (var sent in _world.Planted == Plant.None ? [bytes] : PlantedRelay.Send(_world.Planted, bytes))
        {
            _world.Watch.RelaySends(sent, remote);
            _world.Network.ToPhone(sent, remote, stream);
        }
        return true;
    }

    /// <summary>The stream of a flow while it lives; else one that the phone with that address has made.</summary>
    private SimConnection? StreamOf(in SendTarget target)
    {
        if (target.Flow is { } flow)
            return flow.BootNonce == _nonce ? _connections.GetValueOrDefault(flow.Connection) : null;
        var address = target.Address;
        return _connections.Values.FirstOrDefault(c => c.Phone.EndPoint.Equals(address));
    }

    private RelayCore NewCore() => new(_options, _nonce = _world.NewNonce(), _world.Bus, (this, _clock));

    private void Wind()
    {
        if (_ticking) return;
        _ticking = true;
        _world.Events.After(TickEvery, Tick);
    }

    private void Tick()
    {
        _ticking = false;
        _core.Tick();
        if (Remembered != default || _core.Refused > 0) Wind();
    }
}
