using System.Net;
using ServerlessSip.Edge.Retransmission;
using ServerlessSip.Ports;

namespace ServerlessSip.Edge.Udp;

/// <summary>
/// The flows of one receiving thread by the raw remote address; all are forgotten when the limit is reached.
/// </summary>
internal sealed class FlowCache
{
    private readonly Dictionary<byte[], Flow> _flows = new(ByteKeyComparer.Instance);
    private readonly Dictionary<byte[], Flow>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly Func<SocketAddress, Flow> _make;
    private readonly int _limit;

    public FlowCache(int limit, Func<SocketAddress, Flow> make)
    {
        _limit = limit;
        _make = make;
        _lookup = _flows.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Count => _flows.Count;

    public Flow Get(SocketAddress remote)
    {
        ReadOnlySpan<byte> key = remote.Buffer.Span[..remote.Size];
        if (_lookup.TryGetValue(key, out var flow)) return flow;
        if (_flows.Count >= _limit) _flows.Clear();
        return _lookup[key] = _make(remote);
    }
}
