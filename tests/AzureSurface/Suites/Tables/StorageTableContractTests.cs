using ServerlessSip.AzureAdapters;
using ServerlessSip.AzureAdapters.Tables;
using ServerlessSip.AzureSurface.Fakes;
using ServerlessSip.Contracts;
using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.AzureSurface.Suites.Tables;

public sealed class StorageTableContractTests : ByteStoreContract
{
    protected override ValueTask<IStateStore> NewStore() => new(new TableStateStore(
        new StorageTable(new FakeTable(), new OperationCounts()), new TestCodec(),
        (key, reason) => Assert.Fail($"{key}: {reason}")));
}
