using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Hosting.Options;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Hosting.Addresses;

/// <summary>What the listeners are called, and which addresses are our own.</summary>
internal sealed class SipAddresses
{
    public SipAddresses(SipOptions options)
        : this(options, [.. options.Listen.Select(FreePort.Resolve)])
    {
    }

    private SipAddresses(SipOptions options, ImmutableArray<ListenAddress> listen)
    {
        Listen = listen;
        Listeners = [.. Listen.Select(listen => Name(listen, options))];
        Domains = new DomainSet(options.Domains, Own(options));
    }

    /// <summary>In a process that opens no sockets: the listeners of the relays as configuration names them.</summary>
    public static SipAddresses Named(SipOptions options) => new(options, options.Listen);

    /// <summary>With the ports that are really used.</summary>
    public ImmutableArray<ListenAddress> Listen { get; }

    public ImmutableArray<ListenerAddress> Listeners { get; }

    public DomainSet Domains { get; }

    private static ListenerAddress Name(ListenAddress listen, SipOptions options)
    {
        var port = listen.EndPoint.Port;
        var own = new HostPort(Written(listen.EndPoint.Address), port);
        var advertise = WithPort(options.Advertise ?? own, port);
        var routeHost = WithPort(options.RouteHost ?? advertise, port);
        return new ListenerAddress(listen.Transport, advertise.ToString(), routeHost.ToString(), listen.IsIPv6);
    }

    private static HostPort WithPort(HostPort name, int port) => name.Port == 0 ? name with { Port = port } : name;

    private static string Written(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    private IEnumerable<(string Host, int Port)> Own(SipOptions options)
    {
        foreach (var listen in Listen)
        {
            var port = listen.EndPoint.Port;
            if (options.Advertise is { } advertise) yield return (advertise.Host, WithPort(advertise, port).Port);
            if (options.RouteHost is { } routeHost) yield return (routeHost.Host, WithPort(routeHost, port).Port);
            foreach (var address in listen.IsWildcard ? OfThisMachine(listen) : [listen.EndPoint.Address])
                yield return (address.ToString(), port);
        }
    }

    private static IEnumerable<IPAddress> OfThisMachine(ListenAddress listen) =>
        NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => address.AddressFamily == listen.EndPoint.AddressFamily);
}
