using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ServerlessSip.Edge.Streams;
using ServerlessSip.Edge.Udp;
using ServerlessSip.Ports;

namespace ServerlessSip.Edge;

/// <summary>
/// The relay: sockets and milliseconds of SIP. It hands messages up to a bus and performs the commands that come
/// back.
/// </summary>
public sealed class Relay : IRelayTransport, IAsyncDisposable
{
    private readonly RelayOptions _options;
    private readonly ILogger _logger;
    private readonly RelayCore _core;
    private readonly StreamHost _streams;
    private readonly TimerThread _timers;
    private readonly UdpListener?[] _udp;
    private readonly List<IDisposable> _sockets = [];

    /// <param name="options">Checked by the host: at least one listener, Udp or Tcp.</param>
    /// <param name="bus">Takes the envelopes; hands commands for this relay to <see
    /// cref="Perform(RelayCommand)"/>.</param>
    /// <param name="time">The clock of all timers and of what envelopes say.</param>
    public Relay(RelayOptions options, IBus bus, TimeProvider time, ILogger logger)
    {
        _options = options;
        _logger = logger;
        var bootNonce = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
        _core = new RelayCore(options, bootNonce, bus, (this, time));
        _streams = new StreamHost(options, bootNonce, _core, (new RelayClock(time), logger));
        _timers = new TimerThread(_core, _streams, logger);
        _udp = new UdpListener?[options.Listeners.Count];
    }

    /// <summary>The addresses that the listeners have, in their order; empty before the start.</summary>
    public ImmutableArray<IPEndPoint> BoundEndPoints { get; private set; } = [];

    internal RelayCore Core => _core;

    /// <summary>Binds all listeners, then receives.</summary>
    /// <exception cref="RelayBindException">An address cannot be had; nothing is left open.</exception>
    public Task StartAsync(CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        var starts = new List<Action>();
        BoundEndPoints = [.. _options.Listeners.Select((_, index) => Bind(index, starts))];
        foreach (var start in starts) start();
        _timers.Start();
        var ports = _udp.OfType<UdpListener>().Select(u => u.EndPoint.Port).ToHashSet();
        _core.Counters.Publish(
            "sip.edge.kernel.drops", () => KernelDrops.Read(ports), "datagrams that the kernel dropped");
        return Task.CompletedTask;
    }

    /// <summary>Whether a transaction is under way.</summary>
    public bool IsBusy => _core.Remembered != (0, 0, 0);

    /// <summary>
    /// From now on a new call gets 503 with Retry-After, so that it is tried elsewhere; calls that are up go on.
    /// </summary>
    public void Drain() => _core.Drain();

    /// <summary>Closes all sockets and stops the timers; what is remembered is lost.</summary>
    public Task StopAsync()
    {
        foreach (var socket in _sockets) socket.Dispose();
        _sockets.Clear();
        _streams.Stop();
        _timers.Stop();
        _core.Counters.Dispose();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => new(StopAsync());

    /// <summary>Performs one command for this relay. Thread-safe; returns when it is done or dropped.</summary>
    public void Perform(RelayCommand command)
    {
        try
        {
            _core.Perform(command);
        }
        catch (Exception fault)
        {
            // host loop: one command's fault is neither the next one's nor the fault of the bus that brought it.
            _core.Counters.Add(RelayCount.LoopFaults);
            RelayLog.CommandFault(_logger, fault, command.Kind);
        }
    }

    /// <summary>Performs commands in their order.</summary>
    public void Perform(IReadOnlyList<RelayCommand> commands)
    {
        for (var i = 0; i < commands.Count; i++) Perform(commands[i]);
    }

    bool IRelayTransport.Send(in SendTarget target, ReadOnlyMemory<byte> bytes, object? token)
    {
        if (target.Transport != SipTransport.Udp) return _streams.Send(target, bytes, token);
        var remote = target.Flow?.Remote ?? target.Address;
        return remote is not null && (uint)target.Listener < (uint)_udp.Length
            && _udp[target.Listener] is { } socket && socket.Send(remote, bytes.Span);
    }

    private IPEndPoint Bind(int index, List<Action> starts)
    {
        var listener = _options.Listeners[index];
        try
        {
            if (listener.Transport == SipTransport.Udp)
            {
                var udp = _udp[index] = new UdpListener(_options, index, _core, _logger);
                return Bound(listener, udp, udp.EndPoint, udp.Start, starts);
            }
            var tcp = new TcpListenerLoop(listener.EndPoint, index, _streams, _logger);
            return Bound(listener, tcp, tcp.EndPoint, tcp.Start, starts);
        }
        catch (SocketException fault)
        {
            foreach (var socket in _sockets) socket.Dispose();
            throw new RelayBindException(listener, fault);
        }
    }

    private IPEndPoint Bound(
        RelayListener listener, IDisposable socket, IPEndPoint endPoint, Action start, List<Action> starts)
    {
        _sockets.Add(socket);
        starts.Add(start);
        RelayLog.Listening(_logger, _options.RelayId, listener.Transport, endPoint);
        return endPoint;
    }
}
