using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Engine.Queues;

namespace ServerlessSip.Engine.Registrar;

/// <summary>Keeps the times of a location: when it is forgotten, what it remembers, which timer it waits for.</summary>
internal static class LocationDeadlines
{
    /// <summary>A timer that fires this much early by our clock counts as on time.</summary>
    public static readonly TimeSpan TimerSlack = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The last step of every change: forgets what is past, and asks for a timer unless one comes early enough.
    /// </summary>
    public static LocationState Settle(LocationState state, in Env env, ImmutableArray<Effect>.Builder effects)
    {
        var (now, limits) = (env.Now, env.Settings.Limits);
        state = state with
        {
            Nonces = NonceWindow.Prune(state.Nonces, env),
            Answered = state.Answered.RemoveAll(a => now - a.At >= limits.TransactionLife),
            ForgetAt = state.Bindings.IsEmpty ? state.ForgetAt ?? now + limits.TombstoneLife : null,
        };
        state = TellQueues(state, env, effects);
        return state with { ScheduledAt = OneTimer.Ask(state.DueAt!.Value, state.ScheduledAt, now, effects) };
    }

    /// <summary>Members of a queue may be logged in by registering: it hears until when somebody can be rung.</summary>
    private static LocationState TellQueues(LocationState state, in Env env, ImmutableArray<Effect>.Builder effects)
    {
        var queues = env.Settings.Queues.LoggedInByRegistering(state.User);
        DateTimeOffset? until = state.Bindings.IsEmpty ? null : state.Bindings.Max(b => b.ExpiresAt);
        if (queues.IsEmpty || until == state.QueuesToldUntil) return state;
        foreach (var queue in queues)
            effects.Add(new Tell(QueueName.Key(queue), new AgentReachable(queue, state.Aor, until)));
        return state with { QueuesToldUntil = until };
    }
}
