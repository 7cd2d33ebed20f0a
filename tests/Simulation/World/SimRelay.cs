using System.Net;
using ServerlessSip.Edge;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Checks;
using ServerlessSip.Simulation.Clock;

namespace ServerlessSip.Simulation.World;

/// <summary>One relay: the real core on the virtual network.</summary>
internal sealed class SimRelay : IRelayTransport
{
    /// <summary>Timers have a grain of 10 ms; the wheel is turned twice as seldom to save steps.</summary>
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(20);

    private readonly SimWorld _world;
    private readonly SimClock _clock;
    private readonly RelayOptions _options;
    private RelayCore _core;
    private bool _ticking;

    public SimRelay(SimWorld world, string id)
    {
        (_world, Id) = (world, id);
        _clock = world.NewClock();
        _options = new RelayOptions
        {
            RelayId = id,
            Listeners = [new RelayListener(SipTransport.Udp, SimWorld.Address, SimWorld.Address.ToString())],
            Domains = world.Settings.Domains,
            Keys = world.Settings.Keys,
        };
        _core = NewCore();
    }

    public string Id { get; }

    public int Restarts { get; private set; }

    public (int Servers, int Clients, int Successes) Remembered => _core.Remembered;

    public RelayCounters Counters => _core.Counters;

    public void Received(ReadOnlyMemory<byte> bytes, IPEndPoint from)
    {
        _core.Received(bytes.Span, new Flow { Relay = Id, Transport = SipTransport.Udp, Listener = 0, Remote = from });
        Wind();
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
        _core = NewCore();
    }

    public bool Send(in SendTarget target, ReadOnlyMemory<byte> bytes, object? token)
    {
        if ((target.Flow?.Remote ?? target.Address) is not { } remote) return false;
        foreach (var sent in _world.Planted == Plant.None ? [bytes] : PlantedRelay.Send(_world.Planted, bytes))
        {
            _world.Watch.RelaySends(sent, remote);
            _world.Network.ToPhone(sent, remote);
        }
        return true;
    }

    private RelayCore NewCore() => new(_options, _world.NewNonce(), _world.Bus, (this, _clock));

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
