using System.Collections.Concurrent;
using System.Text;
using ServerlessSip.Edge;

namespace ServerlessSip.AzureSurface.Suites.Cost;

/// <summary>What the relay sends, by the port it goes to.</summary>
internal sealed class WireNetwork : IRelayTransport
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<int, BlockingCollection<string>> _ports = new();

    public bool Send(in SendTarget target, ReadOnlyMemory<byte> bytes, object? token)
    {
        var remote = target.Flow?.Remote ?? target.Address!;
        Port(remote.Port).Add(Encoding.UTF8.GetString(bytes.Span));
        return true;
    }

    /// <summary>The next message to a port that begins so; what comes before it is passed over.</summary>
    public string Next(int port, string start)
    {
        while (Port(port).TryTake(out var message, s_patience))
            if (message.StartsWith(start, StringComparison.Ordinal)) return message;
        throw new TimeoutException($"nothing beginning with '{start}' came to port {port}");
    }

    private BlockingCollection<string> Port(int port) => _ports.GetOrAdd(port, _ => []);
}
