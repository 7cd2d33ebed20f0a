using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace ServerlessSip.Edge.Streams;

/// <summary>One listening TCP socket.</summary>
internal sealed class TcpListenerLoop : IDisposable
{
    private const int Backlog = 512;
    private static readonly TimeSpan FaultPause = TimeSpan.FromMilliseconds(100);
    private readonly Socket _socket;
    private readonly StreamHost _host;
    private readonly int _index;
    private readonly ILogger _logger;
    private volatile bool _isStopped;

    public TcpListenerLoop(IPEndPoint endPoint, int index, StreamHost host, ILogger logger)
    {
        (_host, _index, _logger) = (host, index, logger);
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6) _socket.DualMode = false;
            _socket.Bind(endPoint);
            _socket.Listen(Backlog);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    public void Start() => _ = Accept();

    public void Dispose()
    {
        _isStopped = true;
        _socket.Dispose();
    }

    private async Task Accept()
    {
        while (!_isStopped)
        {
            try
            {
                _host.Accepted(_index, await _socket.AcceptAsync().ConfigureAwait(false));
            }
            catch (Exception fault) when (_isStopped && (fault is SocketException or ObjectDisposedException))
            {
                return;
            }
            catch (Exception fault)
            {
                // host loop: out of descriptors now may be well soon.
                _host.Counters.Add(RelayCount.LoopFaults);
                RelayLog.AcceptFault(_logger, fault, EndPoint);
                await Task.Delay(FaultPause).ConfigureAwait(false);
            }
        }
    }
}
