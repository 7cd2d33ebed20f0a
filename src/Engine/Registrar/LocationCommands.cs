using System.Collections.Immutable;
using System.Globalization;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Registrar;

/// <summary>The commands that come over HTTP.</summary>
internal static class LocationCommands
{
    public static Decision Decide(LocationState? state, CommandReceived command, in Env env) => command.Name switch
    {
        "remove-bindings" => RemoveBindings(state, command, env),
        _ => Answer(state, 400, "unknown command"),
    };

    /// <summary>All bindings, or the one of the argument <c>contact</c>.</summary>
    private static Decision RemoveBindings(LocationState? state, CommandReceived command, in Env env)
    {
        if (state is null) return Answer(state, 404, "nothing is registered");
        var effects = ImmutableArray.CreateBuilder<Effect>();
        var named = command.Arguments.GetValueOrDefault("contact");
        var after = BindingRemoval.Where(state, b => named is null || Names(named, b), "command", env, effects);
        var removed = state.Bindings.Length - after.Bindings.Length;
        if (removed == 0 && named is not null) return Answer(state, 404, "no such contact");
        var result = new CommandResult(200, $"{{\"removed\":{removed.ToString(CultureInfo.InvariantCulture)}}}");
        if (removed == 0) return new Decision(state, []) { Result = result };
        after = LocationDeadlines.Settle(after, env, effects);
        return new Decision(after, effects.ToImmutable()) { Result = result };
    }

    private static bool Names(string contact, Binding binding) =>
        contact == binding.Contact
        || (SipUri.TryParse(contact, out var named)
            && SipUri.TryParse(binding.Contact, out var bound)
            && SipUri.Equivalent(named!, bound!));

    private static Decision Answer(LocationState? state, int status, string detail) =>
        new(state, []) { Result = new CommandResult(status, detail) };
}
