using System.Collections.Immutable;
using System.Net;

namespace ServerlessSip.Engine.Routing.Middleware;

/// <summary>Refuses callers by address, by network, or by what From claims: 403.</summary>
/// <param name="entries">Addresses, networks (<c>192.0.2.0/24</c>), and <c>user@host</c> with wildcards.</param>
public sealed class BanMiddleware(IEnumerable<string> entries) : ISipMiddleware
{
    private readonly ImmutableArray<IPNetwork> _networks =
        [.. entries.Select(Network).Where(n => n is not null).Select(n => n!.Value)];
    private readonly ImmutableArray<Glob> _callers =
        [.. entries.Where(e => Network(e) is null).Select(e => new Glob(e.ToLowerInvariant()))];

    /// <summary>Whether an entry can be read.</summary>
    public static bool IsEntry(string entry) =>
        Network(entry) is not null || (entry.IndexOf('@') is > 0 and var at && at < entry.Length - 1);

    public Route? Before(SipCall call)
    {
        if (IPAddress.TryParse(call.Source, out var source))
            foreach (var network in _networks)
                if (network.Contains(source)) return Route.Reply(403).Because($"{network} is banned");
        var from = $"{call.FromUser}@{call.FromHost}";
        foreach (var caller in _callers)
            if (caller.Matches(from)) return Route.Reply(403).Because("the caller is banned");
        return null;
    }

    private static IPNetwork? Network(string entry)
    {
        if (IPAddress.TryParse(entry, out var address))
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(entry, out var network) ? network : null;
    }
}
