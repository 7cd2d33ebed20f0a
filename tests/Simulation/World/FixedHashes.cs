using System.Runtime.CompilerServices;
using ServerlessSip.Edge.Retransmission;

namespace ServerlessSip.Simulation.World;

/// <summary>A seed makes the same steps in every process: a relay's hashes decide the order of its timers.</summary>
internal static class FixedHashes
{
#pragma warning disable CA2255 // Nothing of the relay may have run before.
    [ModuleInitializer]
    public static void Set() => AppContext.SetData(ByteKeyComparer.SeedName, 1UL);
#pragma warning restore CA2255
}
