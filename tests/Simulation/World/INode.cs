using System.Net;

namespace ServerlessSip.Simulation.World;

/// <summary>Somebody on the network beside the relays.</summary>
internal interface INode
{
    string Name { get; }
    IPEndPoint EndPoint { get; }
    void Received(ReadOnlyMemory<byte> bytes);
}
