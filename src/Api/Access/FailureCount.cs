using System.Net;

namespace ServerlessSip.Api.Access;

/// <summary>Counts wrong passwords by address and minute, so that they cannot be tried by the thousand.</summary>
internal sealed class FailureCount(TimeProvider time)
{
    /// <summary>Past this many addresses in one minute the count begins again: it must not grow.</summary>
    public const int MaxAddresses = 10_000;

    private readonly Dictionary<IPAddress, int> _failures = [];
    private readonly Lock _gate = new();
    private long _minute;

    public bool IsOver(IPAddress address)
    {
        lock (_gate)
        {
            Turn();
            return _failures.GetValueOrDefault(address) >= ApiLimits.MaxFailuresPerMinute;
        }
    }

    public void Add(IPAddress address)
    {
        lock (_gate)
        {
            Turn();
            if (_failures.Count >= MaxAddresses) _failures.Clear();
            _failures[address] = _failures.GetValueOrDefault(address) + 1;
        }
    }

    private void Turn()
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (minute == _minute) return;
        _minute = minute;
        _failures.Clear();
    }
}
