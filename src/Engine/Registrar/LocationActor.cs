using ServerlessSip.Engine.Actors;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Registrar;

/// <summary>The registrar of one address of record (RFC 3261 §10.3).</summary>
public sealed class LocationActor : IActor
{
    public ActorKind Kind => ActorKind.Location;

    public Decision Decide(ActorState? state, ActorEvent input, in Env env) => throw new NotSupportedException();
}
