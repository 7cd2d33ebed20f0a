using System.Collections.Concurrent;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.Ports;

namespace ServerlessSip.Functions.Input;

/// <summary>
/// Says when to give a session up. A lane is given up after about a minute, so that lanes spread anew over instances; a
/// call's own session when the call is over, so that it blocks no slot until it is idle.
/// </summary>
public sealed class SessionHolds(ServiceBusOptions options, TimeProvider clock)
{
    /// <summary>How long a lane is held, give or take a fifth: else all would move at once.</summary>
    public static readonly TimeSpan HoldFor = TimeSpan.FromSeconds(60);

    private const double Spread = 0.2;

    // host.json's sessionIdleTimeout: after so long without a message the receiver has let go by itself.
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Hold> _holds = new();

    private readonly record struct Hold(DateTimeOffset Until, DateTimeOffset Last);

    /// <param name="kind">Whose input was handled; null when it could not be read.</param>
    public bool IsTimeToRelease(string session, ActorKind? kind, bool isOver)
    {
        if (options.Strategy == SessionStrategy.Call) return isOver || kind != ActorKind.Call;
        var now = clock.GetUtcNow();
        var known = _holds.TryGetValue(session, out var hold) && now - hold.Last < s_idle;
        if (!known) hold = new Hold(now + HoldFor * (1 + Spread * (2 * Random.Shared.NextDouble() - 1)), now);
        if (now < hold.Until)
        {
            // One entry a lane, of which there are few.
            _holds[session] = hold with { Last = now };
            return false;
        }
        _holds.TryRemove(session, out _);
        return true;
    }
}
