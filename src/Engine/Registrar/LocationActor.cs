using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Registrar;

/// <summary>The registrar of one address of record (RFC 3261 §10.3).</summary>
public sealed class LocationActor : IActor
{
    public ActorKind Kind => ActorKind.Location;

    public Decision Decide(ActorState? state, ActorEvent input, in Env env)
    {
        var location = (LocationState?)state;
        return input switch
        {
            SipReceived { Message: { IsRequest: true, Method: SipMethod.Register } } register =>
                RegisterDecision.OnReceived(location, register, env),
            CredentialsAnswer { Cause: SipReceived register } answer =>
                RegisterDecision.OnCredentials(location, register, answer.Credentials, env),
            TimerFired => OnTimer(location, env),
            CommandReceived command => LocationCommands.Decide(location, command, env),
            _ => Decision.Nothing(state),
        };
    }

    /// <summary>A timer proves nothing: what is due by the document's own times is done, whoever sent it.</summary>
    private static Decision OnTimer(LocationState? state, in Env env)
    {
        if (state is null) return Decision.Nothing(state);
        var now = env.Now + LocationDeadlines.TimerSlack;
        if (state.Bindings.IsEmpty && state.ForgetAt <= now) return new Decision(null, []);
        var effects = ImmutableArray.CreateBuilder<Effect>();
        var after = BindingRemoval.Expired(state, now, env, effects);
        // An older timer than the one that is waited for, or that one early.
        if (ReferenceEquals(after, state) && state.ScheduledAt is { } coming && coming > now)
            return OneTimer.Early(state, coming, env.Now, static (s, at) => s with { ScheduledAt = at });
        return new Decision(
            LocationDeadlines.Settle(after with { ScheduledAt = null }, env, effects), effects.ToImmutable());
    }
}
