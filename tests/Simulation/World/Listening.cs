using System.Net;
using ServerlessSip.Edge;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Simulation.World;

/// <summary>Where all relays listen: they share one address of each family.</summary>
internal static class Listening
{
    public static readonly IPEndPoint Udp = new(IPAddress.Parse("10.0.0.100"), 5060);
    public static readonly IPEndPoint Udp6 = new(IPAddress.Parse("2001:db8::100"), 5060);

    private static readonly (SipTransport Transport, IPEndPoint At)[] All =
    [
        (SipTransport.Udp, Udp),
        (SipTransport.Tcp, Udp),
        (SipTransport.Tls, new IPEndPoint(Udp.Address, 5061)),
        (SipTransport.Ws, new IPEndPoint(Udp.Address, 8080)),
        (SipTransport.Wss, new IPEndPoint(Udp.Address, 8443)),
        (SipTransport.Udp, Udp6),
    ];

    public static IReadOnlyList<RelayListener> Listeners { get; } =
        [.. All.Select(l => new RelayListener(l.Transport, l.At, l.At.ToString()))];

    public static int IndexOf(SipTransport transport, bool isIPv6) =>
        isIPv6 ? All.Length - 1 : Array.FindIndex(All, l => l.Transport == transport);

    public static bool IsOwn(string host) => All.Any(l => l.At.Address.ToString() == host.Trim('[', ']'));

    public static EngineSettings Settings(WorldOptions options) => new()
    {
        Domains = new DomainSet([SimWorld.Domain], All.Select(l => (l.At.Address.ToString(), l.At.Port))),
        Keys = new TokenKeys("0123456789abcdef0123456789abcdef"u8),
        Listeners =
        [
            .. All.Select(l => new ListenerAddress(
                l.Transport, l.At.ToString(), l.At.ToString(), l.At.Equals(Udp6))),
        ],
        Forking = options.Forking,
        RecurseRedirects = options.RecurseRedirects,
        AcceptForeign = options.AcceptForeign,
        Limits = options.Limits,
        Routing = options.Route is null ? null : new RoutingSettings { Table = new SimRoutes.Table(options.RuleFor) },
    };
}
