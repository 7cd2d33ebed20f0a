using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace ServerlessSip.Api.Access;

/// <summary>Tells someone who sits at this machine from everyone else.</summary>
internal sealed class LocalCaller(ImmutableArray<string> hosts)
{
    private static readonly string[] s_forwarding =
        ["Via", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"];

    /// <summary>
    /// Loopback alone is not enough: a web page whose name was made to resolve to 127.0.0.1 sends its own name as Host
    /// (DNS rebinding), and a proxy on this machine brings strangers.
    /// </summary>
    public bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && IsOwnHost(http.Request.Host.Host)
        && !s_forwarding.Any(http.Request.Headers.ContainsKey);

    private bool IsOwnHost(string host)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            return IPAddress.IsLoopback(address) || IsListed(host);
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IsListed(host);
    }

    private bool IsListed(string host) => hosts.Contains(host, StringComparer.OrdinalIgnoreCase);
}
