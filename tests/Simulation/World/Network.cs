using System.Net;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.World;

/// <summary>The network between phones, neighbours and relays, which share one address.</summary>
internal sealed class Network(SimWorld world)
{
    private readonly Dictionary<IPEndPoint, INode> _nodes = [];
    private readonly HashSet<IPEndPoint> _neighbours = [];
    private readonly HashSet<string> _toNobody = [];

    /// <summary>Whether an INVITE of that call went to an address at which nobody is.</summary>
    public bool InvitedNobody(string callId) => _toNobody.Contains(callId);

    public void Join(INode node)
    {
        _nodes[node.EndPoint] = node;
        if (node is Neighbour) _neighbours.Add(node.EndPoint);
    }

    /// <param name="stream">The connection that it goes by; null for a datagram.</param>
    public void ToPhone(ReadOnlyMemory<byte> bytes, IPEndPoint to, SimConnection? stream)
    {
        world.Trace.Add($"relays>{Name(to)}", bytes);
        if (stream is not null)
        {
            stream.ToPhone(bytes);
            return;
        }
        if (!_nodes.ContainsKey(to)) ToNobody(bytes);
        Carry(bytes, b => _nodes.GetValueOrDefault(to)?.Received(b));
    }

    private void ToNobody(ReadOnlyMemory<byte> bytes)
    {
        if (SipMessage.TryParse(bytes, out var lost, out _) && lost!.IsRequest && lost.Method == SipMethod.Invite)
            _toNobody.Add(SimPhone.Text(lost.CallId));
    }

    /// <summary>
    /// To the neighbour that a message names as its next hop, else to the relays; a neighbour reaches phones as well.
    /// </summary>
    public void Send(ReadOnlyMemory<byte> bytes, INode from)
    {
        var next = SipMessage.TryParse(bytes, out var message, out _) ? NextHop(message!) : null;
        if (next is not null && (from is Neighbour ? _nodes.ContainsKey(next) : _neighbours.Contains(next)))
        {
            world.Watch.NodeSends(message!);
            world.Trace.Add($"{from.Name}>{Name(next)}", bytes);
            Carry(bytes, b => _nodes[next].Received(b));
            return;
        }
        world.Trace.Add($"{from.Name}>relays", bytes);
        if (message is not null) world.Watch.NodeSends(message);
        if (from is SimPhone { Connection: { } connection }) connection.ToRelay(bytes);
        else if (from is not SimPhone { IsOnStream: true }) Carry(bytes, b => ToRelay(b, from));
    }

    /// <summary>A node's datagrams come to one relay, but now and then routing changes.</summary>
    private void ToRelay(ReadOnlyMemory<byte> bytes, INode from)
    {
        var relays = world.Relays.Count;
        var relay = from.EndPoint.Address.GetAddressBytes()[^1] % relays;
        if (relays > 1 && world.Chance.Hits(Fault.OtherRelay)) relay = world.Chance.Next(relays);
        world.Relays[relay].Received(bytes, from.EndPoint);
    }

    private void Carry(ReadOnlyMemory<byte> bytes, Action<ReadOnlyMemory<byte>> arrive)
    {
        if (world.Options.Loses?.Invoke(SimPhone.Text(bytes.Span)) ?? false) return;
        if (world.Chance.Hits(Fault.Loss)) return;
        var copies = world.Chance.Hits(Fault.Duplicate) ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            var delay = world.Chance.Hits(Fault.Reorder)
                ? world.Chance.Between(5, 400) : world.Chance.Between(0.5, 4);
            world.Events.After(delay, () => arrive(bytes));
        }
    }

    /// <summary>RFC 3261 §8.1.2 and §18.2.2; null where that is no address.</summary>
    private IPEndPoint? NextHop(SipMessage message)
    {
        if (!message.IsRequest) return AddressOf(SimPhone.Text(message.TopVia is { } via ? via.SentBy : default));
        // A strict router's next hop is in the Request-URI.
        var isStrict = message.RequestUri is { } target && Listening.IsOwn(target.HostText);
        var uri = message.Routes is [var route, ..] && !isStrict ? route.Uri : message.RequestUri;
        if (uri is null) return null;
        var address = world.Names.Known(uri.HostText) ?? uri.HostText;
        return AddressOf($"{address}:{(uri.Port == 0 ? 5060 : uri.Port)}");
    }

    private static IPEndPoint? AddressOf(string text) => IPEndPoint.TryParse(text, out var address) ? address : null;

    private string Name(IPEndPoint to) => _nodes.TryGetValue(to, out var node) ? node.Name : to.ToString();
}
