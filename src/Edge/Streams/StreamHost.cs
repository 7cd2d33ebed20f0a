using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Edge.Streams;

/// <summary>All stream connections of a relay, by number and by remote address.</summary>
internal sealed class StreamHost(
    RelayOptions options, ulong bootNonce, RelayCore core, (RelayClock Clock, ILogger Logger) world)
{
    private readonly ConcurrentDictionary<long, StreamConnection> _byNumber = new();
    private readonly ConcurrentDictionary<(int Listener, IPEndPoint Remote), StreamConnection> _byRemote = new();
    private readonly Capacity _capacity = new(options.Limits.MaxConnections);
    private long _numbers;
    private bool _isStopped;

    public RelayCore Core => core;
    public RelayLimits Limits => options.Limits;
    public SipLimits SipLimits => options.SipLimits;
    public RelayCounters Counters => core.Counters;
    public long NowMilliseconds => world.Clock.Now.Milliseconds;
    public int Count => _byNumber.Count;

    /// <summary>Takes an accepted socket; one above the limit is closed.</summary>
    public void Accepted(int listener, Socket socket)
    {
        if (_isStopped || !TryPrepare(socket, out var remote) || !_capacity.TryTake())
        {
            Counters.Add(RelayCount.ConnectionsRefused);
            socket.Dispose();
            return;
        }
        var connection = Add(listener, socket, remote, isOpen: true);
        // Elsewhere: while bytes are there it reads on, and others wait to be accepted.
        _ = Task.Run(connection.Read);
    }

    /// <summary>By the flow's own connection, else by one that stands to the address, else by a new one.</summary>
    public bool Send(in SendTarget target, ReadOnlyMemory<byte> bytes, object? token)
    {
        if (target.Flow is { } flow && flow.BootNonce == bootNonce
            && _byNumber.TryGetValue(flow.Connection, out var own) && own.Send(bytes, token))
        {
            return true;
        }
        if (target.Address is not { } address || _isStopped) return false;
        if (_byRemote.TryGetValue((target.Listener, address), out var standing)) return standing.Send(bytes, token);
        return Connect(target.Listener, address) is { } made && made.Send(bytes, token);
    }

    public void Received(ReadOnlySpan<byte> message, StreamConnection connection)
    {
        try
        {
            core.Received(message, connection.Flow);
        }
        catch (Exception fault)
        {
            // host loop: one message's fault is not the connection's.
            Counters.Add(RelayCount.LoopFaults);
            RelayLog.ReceiveFault(world.Logger, fault, connection.Remote);
        }
    }

    public void Closed(StreamConnection connection, string reason)
    {
        if (!_byNumber.TryRemove(connection.Flow.Connection, out _)) return;
        _byRemote.TryRemove(new(KeyOf(connection), connection));
        _capacity.Give();
        RelayLog.ConnectionEnded(world.Logger, connection.Flow.Connection, connection.Remote, reason);
    }

    /// <summary>Closes what is idle or half-sent for too long.</summary>
    public void Sweep()
    {
        var now = NowMilliseconds;
        foreach (var (_, connection) in _byNumber) connection.CloseWhenStale(now);
    }

    public void Stop()
    {
        _isStopped = true;
        foreach (var (_, connection) in _byNumber) connection.Close("stopped");
    }

    /// <summary>False for one that is gone already.</summary>
    private static bool TryPrepare(Socket socket, [NotNullWhen(true)] out IPEndPoint? remote)
    {
        remote = null;
        try
        {
            socket.NoDelay = true;
            remote = socket.RemoteEndPoint as IPEndPoint;
        }
        catch (SocketException)
        {
            return false;
        }
        return remote is not null;
    }

    private StreamConnection? Connect(int listener, IPEndPoint remote)
    {
        if (!_capacity.TryTake())
        {
            Counters.Add(RelayCount.ConnectionsRefused);
            return null;
        }
        Socket socket;
        try
        {
            socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        }
        catch (SocketException)
        {
            // No IPv6 here, or no descriptor is left.
            _capacity.Give();
            Counters.Add(RelayCount.ConnectionsRefused);
            return null;
        }
        var connection = Add(listener, socket, remote, isOpen: false);
        _ = Task.Run(() => connection.Connect(options.Limits.ConnectTimeout));
        return connection;
    }

    private StreamConnection Add(int listener, Socket socket, IPEndPoint remote, bool isOpen)
    {
        var flow = new Flow
        {
            Relay = options.RelayId,
            Transport = SipTransport.Tcp,
            Listener = listener,
            Remote = remote,
            BootNonce = bootNonce,
            Connection = Interlocked.Increment(ref _numbers),
        };
        var connection = new StreamConnection(this, socket, flow, isOpen);
        _byNumber[flow.Connection] = connection;
        _byRemote[KeyOf(connection)] = connection;
        return connection;
    }

    private static (int Listener, IPEndPoint Remote) KeyOf(StreamConnection connection) =>
        (connection.Flow.Listener, connection.Remote);
}
