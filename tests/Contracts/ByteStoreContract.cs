using ServerlessSip.Ports;

namespace ServerlessSip.Contracts;

/// <summary>What every store that keeps bytes does besides: sizes count.</summary>
public abstract class ByteStoreContract : StateStoreQueryContract
{
    private const int PartBytes = 64 * 1024;
    private const int MaxBytes = 512 * 1024;

    // A text that no compression shortens below its entropy: the parts are really used.
    private static TestDocument Noise(int bytes)
    {
        var random = new Random(bytes);
        return Text(string.Create(bytes, random, static (text, source) =>
        {
            foreach (ref var letter in text) letter = (char)source.Next(' ', 127);
        }));
    }

    [ContractFact]
    public async Task Documents_around_the_borders_of_parts_survive()
    {
        var store = await NewStore();
        int[] sizes = [1, 1023, 1024, PartBytes - 1, PartBytes, PartBytes + 1, 2 * PartBytes, 5 * PartBytes + 7];
        foreach (var size in sizes)
        {
            var write = await store.Put(Call(size), Noise(size), DocumentColumns.None, null);
            Assert.Equal((StoreStatus.Ok, null), (write.Status, write.Reason));
            Assert.Equal(Noise(size), (await store.Get(Call(size))).Document);
        }
    }

    [ContractFact]
    public async Task A_document_of_512_KB_is_kept_and_one_byte_more_is_fatal()
    {
        var store = await NewStore();
        Assert.Equal(StoreStatus.Ok, (await store.Put(Call(1), Noise(MaxBytes), DocumentColumns.None, null)).Status);
        Assert.Equal(Noise(MaxBytes), (await store.Get(Call(1))).Document);
        var tooLarge = await store.Put(Call(2), Noise(MaxBytes + 1), DocumentColumns.None, null);
        Assert.Equal(StoreStatus.Fatal, tooLarge.Status);
        Assert.Contains("524288", tooLarge.Reason);
        Assert.Equal(StoreStatus.NotFound, (await store.Get(Call(2))).Status);
    }

    [ContractFact]
    public async Task A_smaller_document_leaves_no_part_of_the_larger_one_behind()
    {
        var store = await NewStore();
        var large = await store.Put(Call(1), Noise(3 * PartBytes), DocumentColumns.None, null);
        await store.Put(Call(1), Text("small"), DocumentColumns.None, large.ETag);
        Assert.Equal(Text("small"), (await store.Get(Call(1))).Document);
    }
}
