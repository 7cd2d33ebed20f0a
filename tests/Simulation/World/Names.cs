using System.Net;

namespace ServerlessSip.Simulation.World;

/// <summary>The world's host names.</summary>
internal sealed class Names(SimWorld world)
{
    private readonly Dictionary<string, IPAddress[]> _hosts = [];

    /// <summary>How long an answer takes when a test says so; null to let the seed say.</summary>
    public TimeSpan? FixedDelay { get; set; }

    public void Add(string host, params IPAddress[] addresses) => _hosts[host] = addresses;

    /// <summary>What a node other than ours has in its cache.</summary>
    public string? Known(string host) => _hosts.TryGetValue(host, out var found) ? found[0].ToString() : null;

    public TimeSpan Delay(string host) => FixedDelay
        ?? (world.Chance.Hits(Fault.DnsSlow) ? world.Chance.Between(200, 4_900) : world.Chance.Between(1, 50));

    /// <summary>Nothing when the name is unknown, or its servers fail.</summary>
    public IPAddress[] Find(string host) =>
        world.Chance.Hits(Fault.DnsFails) ? [] : _hosts.GetValueOrDefault(host) ?? [];
}
