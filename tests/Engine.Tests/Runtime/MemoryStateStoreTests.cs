using ServerlessSip.Contracts;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Tests.Runtime;

public sealed class MemoryStateStoreTests
{
    [Fact]
    public async Task It_keeps_the_object_itself_and_always_answers_at_once()
    {
        var store = new MemoryStateStore();
        var document = new TestDocument("one");

        Assert.True(store.Put(RuntimeFixture.Key, document, DocumentColumns.None, null).IsCompletedSuccessfully);
        var read = store.Get(RuntimeFixture.Key);

        Assert.True(read.IsCompletedSuccessfully);
        Assert.Same(document, (await read).Document);
        Assert.Equal(1, store.Count);
    }
}
