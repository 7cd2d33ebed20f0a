using System.Net;

namespace ServerlessSip.Edge.Udp;

/// <summary>Raw addresses to send to, remembered by each thread so that a send allocates nothing.</summary>
internal static class RemoteAddresses
{
    private const int MaxRemembered = 4_096;

    [ThreadStatic]
    private static Dictionary<IPEndPoint, SocketAddress>? _known;

    public static SocketAddress Of(IPEndPoint remote)
    {
        var known = _known ??= [];
        if (known.TryGetValue(remote, out var address)) return address;
        if (known.Count >= MaxRemembered) known.Clear();
        return known[remote] = remote.Serialize();
    }
}
