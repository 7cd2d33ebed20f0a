using System.Collections.Immutable;
using System.Net;

namespace ServerlessSip.Sip.Addressing;

/// <summary>
/// The domains this system serves and the addresses it listens on. All domains are names of one realm: <c>bob@a</c> and
/// <c>bob@b</c> are the same user when both are served.
/// </summary>
public sealed class DomainSet
{
    private readonly HashSet<string> _domains;
    private readonly HashSet<(string Host, int Port)> _own;

    /// <param name="domains">At least one; the first is the primary, in which addresses of record are written.</param>
    /// <param name="ownAddresses">Host and port of each listener and advertised address, ports written out.</param>
    public DomainSet(IEnumerable<string> domains, IEnumerable<(string Host, int Port)> ownAddresses)
    {
        var list = domains.Select(Normalize).ToArray();
        if (list.Length == 0) throw new ArgumentException("at least one domain is needed", nameof(domains));
        Primary = list[0];
        Domains = [.. list.Distinct(StringComparer.Ordinal)];
        _domains = new HashSet<string>(list, StringComparer.Ordinal);
        _own = ownAddresses.Select(a => (Normalize(a.Host), a.Port)).ToHashSet();
    }

    /// <summary>The first domain, lower-case; also the digest realm.</summary>
    public string Primary { get; }

    /// <summary>All of them, lower-case, the primary first.</summary>
    public ImmutableArray<string> Domains { get; }

    /// <summary>Whether a host names one of our domains, whatever the port.</summary>
    public bool IsDomain(string host) => _domains.Contains(Normalize(host));

    /// <summary>Whether host and port (0 for none) are a listener's or an advertised address.</summary>
    public bool IsOwnAddress(string host, int port, bool tls = false) =>
        _own.Contains((Normalize(host), port == 0 ? (tls ? 5061 : 5060) : port));

    /// <summary>
    /// Whether a URI with this host and port is ours to answer for: a domain, or an address of our own.
    /// </summary>
    public bool Serves(string host, int port, bool tls = false) => IsDomain(host) || IsOwnAddress(host, port, tls);

    /// <summary>
    /// Lower-case, no brackets, no final dot of a host name; one spelling of an IPv6 address (RFC 5952).
    /// </summary>
    private static string Normalize(string host)
    {
        var bare = host.Length > 0 && host[0] == '[' ? host.Trim('[', ']') : host;
        if (bare.Contains(':')) return IPAddress.TryParse(bare, out var address) ? address.ToString() : bare;
        return (bare.Length > 1 && bare[^1] == '.' ? bare[..^1] : bare).ToLowerInvariant();
    }
}
