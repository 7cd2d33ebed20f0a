using ServerlessSip.Contracts;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime;

/// <summary>The store contract on the memory store.</summary>
public sealed class MemoryStateStoreContractTests : StateStoreQueryContract
{
    protected override ValueTask<IStateStore> NewStore() => new(new MemoryStateStore());
}
