using ServerlessSip.Contracts;
using ServerlessSip.Local.Tests.Azurite;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Tests.Tables;

/// <summary>The store contract on a real Azurite.</summary>
[Collection(AzuriteCollection.Name)]
[NeedsTools("node", "npm")]
public sealed class TableStoreContractTests(AzuriteFixture azurite) : ByteStoreContract
{
    protected override async ValueTask<IStateStore> NewStore() => await azurite.NewStore();
}
