using System.Collections.Immutable;
using System.Globalization;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Registrar;

/// <summary>Tells web clients of bindings that came and went; a refresh is no news.</summary>
internal static class BindingEvents
{
    public static LocationState Registered(
        LocationState state, Binding binding, in Env env, ImmutableArray<Effect>.Builder effects)
    {
        var data = Common(state, binding);
        var seconds = (long)Math.Ceiling((binding.ExpiresAt - env.Now).TotalSeconds);
        data["expiresSeconds"] = seconds.ToString(CultureInfo.InvariantCulture);
        return EventLog.Append(state, "registered", data, env.Now, effects);
    }

    /// <param name="state">Without the binding.</param>
    /// <param name="reason">expired, removed (by the phone) or command.</param>
    public static LocationState Unregistered(
        LocationState state, Binding binding, string reason, in Env env, ImmutableArray<Effect>.Builder effects)
    {
        var data = Common(state, binding);
        data["reason"] = reason;
        return EventLog.Append(state, "unregistered", data, env.Now, effects);
    }

    private static Dictionary<string, string> Common(LocationState state, Binding binding) => new()
    {
        ["user"] = state.User,
        ["aor"] = state.Aor,
        ["contact"] = binding.Contact,
        ["transport"] = binding.Flow.Transport.ToString().ToLowerInvariant(),
        ["contacts"] = state.Bindings.Length.ToString(CultureInfo.InvariantCulture),
    };
}
