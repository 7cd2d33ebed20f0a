using System.Net;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Queues;

/// <summary>One who has an address.</summary>
internal interface IParty
{
    IPEndPoint EndPoint { get; }

    void Received(SipMessage message);
}
