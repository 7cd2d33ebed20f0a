using System.Net;
using System.Net.Sockets;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Parsing;

namespace ServerlessSip.Edge.Streams;

/// <summary>One TCP connection, accepted or made: reads messages, answers pings, writes what is queued.</summary>
internal sealed class StreamConnection
{
    private const int FirstBufferBytes = 4 * 1024;
    private static readonly byte[] Crlf = "\r\n"u8.ToArray();
    private readonly Lock _gate = new();
    private readonly Socket _socket;
    private readonly StreamHost _host;
    private readonly WriteQueue _queue;
    private bool _isOpen;
    private bool _isClosed;
    private bool _isWriting;
    private long _quietSince;
    private long _partialSince;

    public StreamConnection(StreamHost host, Socket socket, Flow flow, bool isOpen)
    {
        (_host, _socket, Flow, _isOpen) = (host, socket, flow, isOpen);
        _queue = new WriteQueue(host.Limits.MaxConnectionBacklogBytes);
        _quietSince = host.NowMilliseconds;
        // A connection that somebody makes to us owes its first message.
        _partialSince = isOpen ? _quietSince : long.MaxValue;
    }

    public Flow Flow { get; }
    public IPEndPoint Remote => Flow.Remote;

    /// <summary>Queues one message; false when the connection is gone, or is closed for being too far behind.</summary>
    public bool Send(ReadOnlyMemory<byte> bytes, object? token)
    {
        bool isQueued;
        lock (_gate)
        {
            if (_isClosed) return false;
            isQueued = _queue.TryAdd(bytes, token);
            if (isQueued)
            {
                if (_isWriting || !_isOpen) return true;
                _isWriting = true;
            }
        }
        if (isQueued)
        {
            _ = Write();
        }
        else
        {
            // Who does not read what waits for him has no use for more, and holds memory.
            _host.Counters.Add(RelayCount.BacklogFull);
            Close("too far behind");
        }
        return isQueued;
    }

    /// <summary>Connects, then reads until the end.</summary>
    public async Task Connect(TimeSpan timeout)
    {
        try
        {
            using var limit = new CancellationTokenSource(timeout);
            await _socket.ConnectAsync(Remote, limit.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Close("no connection");
            return;
        }
        bool isWriter;
        lock (_gate)
        {
            _isOpen = true;
            isWriter = _isWriting = _queue.Count > 0;
        }
        if (isWriter) _ = Write();
        await Read().ConfigureAwait(false);
    }

    public async Task Read()
    {
        var buffer = new ReadBuffer(FirstBufferBytes);
        try
        {
            while (true)
            {
                // An idle connection holds no buffer: wait for bytes with an empty one.
                if (buffer.IsEmpty) await _socket.ReceiveAsync(Memory<byte>.Empty).ConfigureAwait(false);
                var read = await _socket.ReceiveAsync(buffer.Free()).ConfigureAwait(false);
                if (read == 0 || !Take(ref buffer, read)) break;
            }
            Close("ended");
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Close("broken");
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Closes it when it is idle for too long or a message does not become whole.</summary>
    public void CloseWhenStale(long now)
    {
        var isStale = now - Volatile.Read(ref _quietSince) > _host.Limits.ConnectionIdle.TotalMilliseconds
            || now - Volatile.Read(ref _partialSince) > _host.Limits.MessageCompletion.TotalMilliseconds;
        if (!isStale) return;
        _host.Counters.Add(RelayCount.ConnectionsIdle);
        Close("idle");
    }

    public void Close(string reason)
    {
        var lost = new List<object>();
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            while (_queue.Count > 0)
            {
                if (_queue.Remove() is { } token) lost.Add(token);
            }
        }
        _socket.Dispose();
        _host.Closed(this, reason);
        foreach (var token in lost) _host.Core.TransportFailed(token);
    }

    private bool Take(ref ReadBuffer buffer, int read)
    {
        Volatile.Write(ref _quietSince, _host.NowMilliseconds);
        buffer.Fill(read);
        while (true)
        {
            switch (StreamFramer.Next(buffer.Filled, _host.SipLimits, out var length, out _))
            {
                case FrameKind.Message:
                    _host.Received(buffer.Filled[..length], this);
                    break;
                case FrameKind.Ping:
                    // RFC 5626 §4.4.1.
                    _host.Counters.Add(RelayCount.Keepalives);
                    Send(Crlf, null);
                    break;
                case FrameKind.Pong:
                    break;
                case FrameKind.NeedMore:
                    NotePartial(!buffer.IsEmpty);
                    return buffer.Grow(_host.SipLimits.MaxMessageBytes);
                default:
                    _host.Counters.Add(RelayCount.ConnectionsBroken);
                    return false;
            }
            Volatile.Write(ref _partialSince, long.MaxValue);
            buffer.Consume(length);
        }
    }

    private void NotePartial(bool isPartial)
    {
        if (!isPartial) Volatile.Write(ref _partialSince, long.MaxValue);
        else if (_partialSince == long.MaxValue) Volatile.Write(ref _partialSince, _host.NowMilliseconds);
    }

    private async Task Write()
    {
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> next;
                lock (_gate)
                {
                    if (!_queue.TryPeek(out next))
                    {
                        _isWriting = false;
                        return;
                    }
                }
                while (!next.IsEmpty) next = next[await _socket.SendAsync(next).ConfigureAwait(false)..];
                lock (_gate)
                {
                    if (_isClosed) return;
                    _queue.Remove();
                }
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Close("broken");
        }
    }
}
