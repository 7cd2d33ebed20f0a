using System.Net;
using System.Net.Sockets;

namespace ServerlessSip.Api.Access;

/// <summary>Counts wrong passwords by source and minute, so that they cannot be tried by the thousand.</summary>
internal sealed class FailureCount(TimeProvider time)
{
    /// <summary>Past this many sources in one minute the count begins again: it must not grow.</summary>
    public const int MaxSources = 10_000;

    private const int NetworkBytes = 8;
    private readonly Dictionary<(IPAddress Network, string User), int> _failures = [];
    private readonly Lock _gate = new();
    private long _minute;

    /// <param name="user">The user whose password is tried; empty for a name that nobody has.</param>
    public bool IsOver(IPAddress address, string user)
    {
        lock (_gate)
        {
            Turn();
            return _failures.GetValueOrDefault(Source(address, user)) >= ApiLimits.MaxFailuresPerMinute;
        }
    }

    public void Add(IPAddress address, string user)
    {
        var source = Source(address, user);
        lock (_gate)
        {
            Turn();
            if (_failures.Count >= MaxSources) _failures.Clear();
            _failures[source] = _failures.GetValueOrDefault(source) + 1;
        }
    }

    private static (IPAddress Network, string User) Source(IPAddress address, string user)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        // A proxy on this machine brings everyone, as the host of the functions does: one stranger would lock out all.
        if (IPAddress.IsLoopback(address)) return (IPAddress.Loopback, user);
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return (address, "");
        // Who has one IPv6 address has all of its network.
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return (new IPAddress(bytes), "");
    }

    private void Turn()
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (minute == _minute) return;
        _minute = minute;
        _failures.Clear();
    }
}
