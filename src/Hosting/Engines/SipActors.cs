using System.Collections.Immutable;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Trunks;

namespace ServerlessSip.Hosting.Engines;

/// <summary>The actors that every host runs.</summary>
internal static class SipActors
{
    public static ImmutableArray<IActor> All { get; } =
        [new CallActor(), new LocationActor(), new QueueActor(), new TrunkActor()];
}
