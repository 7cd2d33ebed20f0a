using System.Net;
using ServerlessSip.Edge.Udp;
using ServerlessSip.Ports;

namespace ServerlessSip.Edge.Tests.Sockets;

public sealed class FlowCacheTests
{
    [Fact]
    public void A_remote_address_has_one_flow_up_to_the_limit_and_all_are_forgotten_for_one_more()
    {
        var template = new IPEndPoint(IPAddress.Any, 0);
        var cache = new FlowCache(2, remote => new Flow
        {
            Relay = "r",
            Transport = SipTransport.Udp,
            Listener = 0,
            Remote = (IPEndPoint)template.Create(remote),
        });
        var first = cache.Get(Address(1));
        cache.Get(Address(2));
        Assert.Same(first, cache.Get(Address(1)));
        Assert.Equal(2, cache.Count);
        cache.Get(Address(3));
        Assert.Equal(1, cache.Count);
        Assert.NotSame(first, cache.Get(Address(1)));
        Assert.Equal(first, cache.Get(Address(1)));
    }

    private static SocketAddress Address(int port) => new IPEndPoint(IPAddress.Loopback, port).Serialize();
}
