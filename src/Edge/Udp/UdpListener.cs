using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ServerlessSip.Ports;

namespace ServerlessSip.Edge.Udp;

/// <summary>
/// One UDP socket and its receiving threads. Blocking receives on dedicated threads: on loopback a datagram costs
/// less than half of what an asynchronous receive costs.
/// </summary>
internal sealed class UdpListener : IDisposable
{
    private const int MaxDatagramBytes = 65_535;
    private const int SioUdpConnReset = unchecked((int)0x9800_000C);
    private static readonly TimeSpan FaultPause = TimeSpan.FromMilliseconds(10);
    private readonly Socket _socket;
    private readonly RelayOptions _options;
    private readonly int _index;
    private readonly RelayCore _core;
    private readonly ILogger _logger;
    private volatile bool _isStopped;

    public UdpListener(RelayOptions options, int index, RelayCore core, ILogger logger)
    {
        (_options, _index, _core, _logger) = (options, index, core, logger);
        var endPoint = options.Listeners[index].EndPoint;
        _socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6) _socket.DualMode = false;
            // Windows would have a receive fail because an earlier datagram found nobody: no matter of the others.
            if (OperatingSystem.IsWindows()) _socket.IOControl(SioUdpConnReset, [0, 0, 0, 0], null);
            _socket.ReceiveBufferSize = options.SocketBufferBytes;
            _socket.SendBufferSize = options.SocketBufferBytes;
            _socket.Bind(endPoint);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    public void Start()
    {
        var threads = _options.ReceiveThreads > 0 ? _options.ReceiveThreads : Environment.ProcessorCount;
        for (var i = 0; i < threads; i++)
        {
            new Thread(Receive) { IsBackground = true, Name = $"sip udp {EndPoint} {i}" }.Start();
        }
    }

    /// <summary>False when the system refuses, e.g. for want of a route.</summary>
    public bool Send(IPEndPoint remote, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return _socket.SendTo(bytes, SocketFlags.None, RemoteAddresses.Of(remote)) == bytes.Length;
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _isStopped = true;
        _socket.Dispose();
    }

    private void Receive()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(MaxDatagramBytes, pinned: true);
        var remote = new SocketAddress(EndPoint.AddressFamily);
        var flows = new FlowCache(_options.Limits.MaxCachedFlows, MakeFlow);
        while (!_isStopped)
        {
            try
            {
                var length = _socket.ReceiveFrom(buffer, SocketFlags.None, remote);
                Take(buffer.AsSpan(0, length), flows.Get(remote));
            }
            catch (Exception fault) when (_isStopped && (fault is SocketException or ObjectDisposedException))
            {
                return;
            }
            catch (Exception fault)
            {
                // host loop: one datagram's fault is not the next one's.
                _core.Counters.Add(RelayCount.LoopFaults);
                RelayLog.ReceiveFault(_logger, fault, EndPoint);
                if (fault is SocketException) Thread.Sleep(FaultPause);
            }
        }
    }

    private void Take(ReadOnlySpan<byte> datagram, Flow flow)
    {
        if (datagram.IsEmpty || datagram[0] < (byte)'A')
        {
            TakeKeepalive(datagram, flow);
            return;
        }
        _core.Received(datagram, flow);
    }

    /// <summary>No method or version begins below A: what does is a keepalive, or nothing of ours.</summary>
    private void TakeKeepalive(ReadOnlySpan<byte> datagram, Flow flow)
    {
        Span<byte> answer = stackalloc byte[Stun.MaxAnswerBytes];
        var length = Stun.Answer(datagram, flow.Remote, answer);
        if (length > 0) Send(flow.Remote, answer[..length]);
        var isKeepalive = length > 0 || datagram.IndexOfAnyExcept("\r\n\0 "u8) < 0;
        if (isKeepalive) _core.Counters.Add(RelayCount.Keepalives);
        else _core.Received(datagram, flow);
    }

    private Flow MakeFlow(SocketAddress remote) => new()
    {
        Relay = _options.RelayId,
        Transport = SipTransport.Udp,
        Listener = _index,
        Remote = (IPEndPoint)EndPoint.Create(remote),
    };
}
