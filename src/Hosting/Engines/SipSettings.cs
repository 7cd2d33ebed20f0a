using ServerlessSip.Edge;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Hosting.Addresses;
using ServerlessSip.Hosting.Options;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Hosting.Engines;

/// <summary>What options mean to the engine and to a relay: one translation, so that all hosts agree.</summary>
internal static class SipSettings
{
    public static EngineSettings Engine(SipOptions sip, TokenKeys keys, SipAddresses addresses) => new()
    {
        Domains = addresses.Domains,
        Keys = keys,
        Listeners = addresses.Listeners,
        DigestAlgorithms = sip.DigestAlgorithms,
        AcceptForeign = sip.AcceptForeign,
        Forking = sip.Forking,
        RecurseRedirects = sip.RecurseRedirects,
        Queues = sip.Queues,
        Trunks = sip.Trunks,
        Limits = EngineLimits.Default with { RingTime = TimeSpan.FromSeconds(sip.RingSeconds) },
    };

    public static RelayOptions Relay(string relayId, SipOptions sip, TokenKeys keys, SipAddresses addresses)
    {
        var options = new RelayOptions
        {
            RelayId = relayId,
            Listeners = [.. addresses.Listen.Zip(addresses.Listeners, static (listen, name) =>
                new RelayListener(listen.Transport, listen.EndPoint, name.Advertise))],
            Domains = addresses.Domains,
            Keys = keys,
        };
        return options with
        {
            SocketBufferBytes = sip.SocketBufferBytes ?? options.SocketBufferBytes,
            ReceiveThreads = sip.ReceiveThreads ?? options.ReceiveThreads,
        };
    }
}
