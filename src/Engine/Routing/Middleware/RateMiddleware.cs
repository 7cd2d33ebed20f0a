namespace ServerlessSip.Engine.Routing.Middleware;

/// <summary>
/// Lets a caller, by proved name or else by address, ask for so much in a minute and no more: 480 with Retry-After.
/// Counted by each process for itself.
/// </summary>
public sealed class RateMiddleware(int perMinute) : ISipMiddleware
{
    /// <summary>Most callers that are counted in one minute; beyond it, strangers share one count.</summary>
    public const int MaxCallers = 10_000;

    private readonly Dictionary<string, int> _counts = [];
    private readonly Lock _lock = new();
    private long _minute;

    public Route? Before(SipCall call)
    {
        var minute = call.Now.ToUnixTimeSeconds() / 60;
        var caller = call.Caller is { } user ? $"user {user}" : call.Source;
        lock (_lock)
        {
            if (minute > _minute)
            {
                _counts.Clear();
                _minute = minute;
            }
            if (_counts.Count >= MaxCallers && !_counts.ContainsKey(caller)) caller = "others";
            var count = _counts[caller] = _counts.GetValueOrDefault(caller) + 1;
            if (count <= perMinute) return null;
        }
        return Route.Reply(480, "Too many requests").With("Retry-After", "60")
            .Because($"more than {perMinute} a minute");
    }
}
