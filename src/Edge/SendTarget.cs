using System.Net;
using ServerlessSip.Ports;

namespace ServerlessSip.Edge;

/// <summary>Where a message goes: along a flow if one is named and lives, else to an address from a listener.</summary>
internal readonly record struct SendTarget(Flow? Flow, IPEndPoint? Address, SipTransport Transport, int Listener)
{
    public bool IsReliable => Transport != SipTransport.Udp;

    public static SendTarget Of(RelayCommand command) => new(
        command.Flow,
        command.Address,
        command.Flow?.Transport ?? command.Transport,
        command.Flow?.Listener ?? command.Listener);
}
