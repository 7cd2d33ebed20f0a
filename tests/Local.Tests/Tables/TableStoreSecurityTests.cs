using ServerlessSip.Contracts;
using ServerlessSip.Local.Tables;
using ServerlessSip.Local.Tests.Azurite;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Tests.Tables;

/// <summary>The signature, judged by a real Azurite.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TableStoreSecurityTests(AzuriteFixture azurite)
{
    [ToolFact("node", "npm")]
    public async Task A_wrong_key_is_refused_as_fatal()
    {
        var address = (await azurite.Endpoint()).Address;
        var text = $"AccountName=devstoreaccount1;AccountKey=d3Jvbmc=;TableEndpoint={address}";
        Assert.True(TableEndpoint.TryParse(text, out var wrong, out var error), error);
        var options = new TableStoreOptions { Endpoint = wrong, Table = AzuriteFixture.NewTable() };
        var store = AzuriteFixture.NewStore(options);
        var read = await store.Get(new ActorKey(ActorKind.Call, 1));
        Assert.Equal(StoreStatus.Fatal, read.Status);
        Assert.DoesNotContain("d3Jvbmc", read.Reason);
    }
}
