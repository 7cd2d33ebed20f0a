using System.Net;
using System.Net.Sockets;

namespace ServerlessSip.Scenarios.Harness;

/// <summary>Loopback ports that are free for UDP and TCP, below the ephemeral range, each given out once.</summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int Last = 31_000;
    private static readonly Lock Gate = new();
    private static int _next = Random.Shared.Next(First, Last);

    /// <summary>The first of <paramref name="count"/> consecutive free ports.</summary>
    public static int Take(int count = 1)
    {
        lock (Gate)
        {
            for (var attempt = 0; attempt < Last - First; attempt++)
            {
                if (_next + count > Last) _next = First;
                var start = _next;
                _next += count;
                if (Enumerable.Range(start, count).All(IsFree)) return start;
            }
        }
        throw new InvalidOperationException($"no {count} free ports between {First} and {Last}");
    }

    /// <summary>Whether nobody has it, for UDP and TCP.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Loopback, port));
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
