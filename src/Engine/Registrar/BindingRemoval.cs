using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Registrar;

/// <summary>Takes bindings away, with an event for each.</summary>
internal static class BindingRemoval
{
    public static LocationState Where(
        LocationState state,
        Func<Binding, bool> which,
        string reason,
        in Env env,
        ImmutableArray<Effect>.Builder effects)
    {
        foreach (var binding in state.Bindings.Where(which).ToArray())
        {
            state = state with { Bindings = state.Bindings.Remove(binding) };
            state = BindingEvents.Unregistered(state, binding, reason, env, effects);
        }

        return state;
    }

    public static LocationState Expired(
        LocationState state, DateTimeOffset now, in Env env, ImmutableArray<Effect>.Builder effects) =>
        state.Bindings.All(b => b.ExpiresAt > now)
            ? state
            : Where(state, b => b.ExpiresAt <= now, "expired", env, effects);
}
