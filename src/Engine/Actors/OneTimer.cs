using System.Collections.Immutable;

namespace ServerlessSip.Engine.Actors;

/// <summary>The one timer that an actor waits for; its instant stands in the state as ScheduledAt.</summary>
internal static class OneTimer
{
    /// <summary>How far the clocks of the bus and of those who decide may be apart.</summary>
    public static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Asks for a timer unless one comes early enough; returns the instant of the one that comes. One that should have
    /// fired by now is lost or on its way; either way one more does no harm.
    /// </summary>
    public static DateTimeOffset Ask(
        DateTimeOffset due, DateTimeOffset? scheduled, DateTimeOffset now, ImmutableArray<Effect>.Builder effects)
    {
        if (scheduled is { } coming && coming > now && coming <= due) return coming;
        // Of what is overdue the instant may have had its timer, and of one instant there is no second.
        var at = due > now ? due : now;
        effects.Add(new Schedule(at));
        return at;
    }

    /// <summary>
    /// A timer fires, nothing is due, and one is still to come. By a bus whose clock is ahead it may be that very one,
    /// and of one instant there is no second: another is asked for. Else it is an older one, and of no use.
    /// </summary>
    public static Decision Early<TState>(
        TState state, DateTimeOffset coming, DateTimeOffset now, Func<TState, DateTimeOffset, TState> with)
        where TState : ActorState
    {
        if (coming - now > MostSkew) return Decision.Nothing(state);
        var again = coming + MostSkew;
        return new Decision(with(state, again), [new Schedule(again)]);
    }
}
