using ServerlessSip.Ports;

namespace ServerlessSip.Contracts;

/// <summary>What every state store does. Each test gets a store of its own.</summary>
public abstract class StateStoreContract
{
    protected static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>An empty store; one that keeps bytes uses <see cref="TestCodec"/>.</summary>
    protected abstract ValueTask<IStateStore> NewStore();

    protected static ActorKey Call(int number) => new(ActorKind.Call, (UInt128)(uint)number << 96 | 0xABCDEF);

    protected static TestDocument Text(string text) => new(text);

    protected static async Task<string> Insert(
        IStateStore store, ActorKey key, string text, DocumentColumns? columns = null)
    {
        var write = await store.Put(key, Text(text), columns ?? DocumentColumns.None, null);
        Assert.Equal((StoreStatus.Ok, null), (write.Status, write.Reason));
        Assert.False(string.IsNullOrEmpty(write.ETag));
        return write.ETag!;
    }

    [ContractFact]
    public async Task A_document_never_put_is_not_found()
    {
        var store = await NewStore();
        var read = await store.Get(Call(1));
        Assert.Equal(StoreStatus.NotFound, read.Status);
        Assert.Null(read.Document);
        Assert.Null(read.ETag);
    }

    [ContractFact]
    public async Task An_inserted_document_is_read_back_under_the_version_of_the_put()
    {
        var store = await NewStore();
        var etag = await Insert(store, Call(1), "ringing");
        var read = await store.Get(Call(1));
        Assert.Equal(StoreStatus.Ok, read.Status);
        Assert.Equal(Text("ringing"), read.Document);
        Assert.Equal(etag, read.ETag);
    }

    [ContractFact]
    public async Task Inserting_twice_conflicts_and_changes_nothing()
    {
        var store = await NewStore();
        await Insert(store, Call(1), "first");
        var second = await store.Put(Call(1), Text("second"), DocumentColumns.None, null);
        Assert.Equal(StoreStatus.Conflict, second.Status);
        Assert.Equal(Text("first"), (await store.Get(Call(1))).Document);
    }

    [ContractFact]
    public async Task Replacing_the_version_just_read_succeeds_with_a_new_version()
    {
        var store = await NewStore();
        var first = await Insert(store, Call(1), "first");
        var second = await store.Put(Call(1), Text("second"), DocumentColumns.None, first);
        Assert.Equal(StoreStatus.Ok, second.Status);
        Assert.NotEqual(first, second.ETag);
        var read = await store.Get(Call(1));
        Assert.Equal(Text("second"), read.Document);
        Assert.Equal(second.ETag, read.ETag);
    }

    [ContractFact]
    public async Task A_version_serves_one_replace_only()
    {
        var store = await NewStore();
        var first = await Insert(store, Call(1), "first");
        await store.Put(Call(1), Text("second"), DocumentColumns.None, first);
        var late = await store.Put(Call(1), Text("late"), DocumentColumns.None, first);
        Assert.Equal(StoreStatus.Conflict, late.Status);
        Assert.Equal(Text("second"), (await store.Get(Call(1))).Document);
    }

    [ContractFact]
    public async Task Replacing_a_document_that_is_gone_is_not_found()
    {
        var store = await NewStore();
        var etag = await Insert(store, Call(1), "first");
        Assert.Equal(StoreStatus.Ok, (await store.Delete(Call(1), etag)).Status);
        var late = await store.Put(Call(1), Text("late"), DocumentColumns.None, etag);
        Assert.Equal(StoreStatus.NotFound, late.Status);
        Assert.Equal(StoreStatus.NotFound, (await store.Get(Call(1))).Status);
    }

    [ContractFact]
    public async Task Deleting_an_old_version_conflicts_and_leaves_the_document()
    {
        var store = await NewStore();
        var first = await Insert(store, Call(1), "first");
        await store.Put(Call(1), Text("second"), DocumentColumns.None, first);
        Assert.Equal(StoreStatus.Conflict, (await store.Delete(Call(1), first)).Status);
        Assert.Equal(Text("second"), (await store.Get(Call(1))).Document);
    }

    [ContractFact]
    public async Task Deleting_a_document_that_is_gone_is_not_found()
    {
        var store = await NewStore();
        var etag = await Insert(store, Call(1), "first");
        Assert.Equal(StoreStatus.Ok, (await store.Delete(Call(1), etag)).Status);
        Assert.Equal(StoreStatus.NotFound, (await store.Delete(Call(1), etag)).Status);
    }

    [ContractFact]
    public async Task A_key_can_be_inserted_again_after_a_delete_and_its_old_version_stays_dead()
    {
        var store = await NewStore();
        var old = await Insert(store, Call(1), "first");
        await store.Delete(Call(1), old);
        await Insert(store, Call(1), "again");
        Assert.Equal(StoreStatus.Conflict, (await store.Put(Call(1), Text("late"), DocumentColumns.None, old)).Status);
        Assert.Equal(Text("again"), (await store.Get(Call(1))).Document);
    }

    [ContractFact]
    public async Task Equal_hashes_of_different_kinds_are_different_documents()
    {
        var store = await NewStore();
        var location = new ActorKey(ActorKind.Location, Call(1).Hash);
        await Insert(store, Call(1), "call");
        Assert.Equal(StoreStatus.NotFound, (await store.Get(location)).Status);
        await Insert(store, location, "location");
        Assert.Equal(Text("call"), (await store.Get(Call(1))).Document);
        Assert.Equal(Text("location"), (await store.Get(location)).Document);
    }

    [ContractFact]
    public async Task Of_racers_with_one_version_exactly_one_wins()
    {
        var store = await NewStore();
        var etag = await Insert(store, Call(1), "start");
        var writes = await Task.WhenAll(Enumerable.Range(0, 8).Select(racer => Task.Run(
            () => store.Put(Call(1), Text($"racer {racer}"), DocumentColumns.None, etag).AsTask())));
        var winner = Assert.Single(Enumerable.Range(0, 8), racer => writes[racer].Status == StoreStatus.Ok);
        Assert.Equal(7, writes.Count(write => write.Status == StoreStatus.Conflict));
        Assert.Equal(Text($"racer {winner}"), (await store.Get(Call(1))).Document);
    }

    [ContractFact]
    public async Task Of_racers_to_insert_exactly_one_wins()
    {
        var store = await NewStore();
        var writes = await Task.WhenAll(Enumerable.Range(0, 8).Select(racer => Task.Run(
            () => store.Put(Call(1), Text($"racer {racer}"), DocumentColumns.None, null).AsTask())));
        Assert.Single(writes, write => write.Status == StoreStatus.Ok);
        Assert.Equal(7, writes.Count(write => write.Status == StoreStatus.Conflict));
    }

    [ContractFact]
    public async Task Any_text_survives()
    {
        var store = await NewStore();
        string[] texts =
            ["", "\0\u0001\u007f", "Ünïcode ☎ 电话 \U0001F4DE", "'quotes' \"and\" \\ ; = & %27 +", "\r\n\r\n"];
        var columns = new DocumentColumns { Resource = "users/ünï'c\"ode ☎/%2F+", Status = "on line\\" };
        for (var index = 0; index < texts.Length; index++)
        {
            await Insert(store, Call(index), texts[index], columns);
            Assert.Equal(Text(texts[index]), (await store.Get(Call(index))).Document);
        }
        var page = await store.Query(new StoreQuery { Kind = ActorKind.Call });
        Assert.All(page.Items, item => Assert.Equal(columns, item.Columns));
        Assert.Equal(texts.Length, page.Items.Count);
    }

    [ContractFact]
    public async Task A_cancelled_call_throws_and_does_nothing()
    {
        var store = await NewStore();
        var etag = await Insert(store, Call(1), "first");
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.Get(Call(1), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.Put(Call(1), Text("late"), DocumentColumns.None, etag, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.Delete(Call(1), etag, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.Query(new StoreQuery { Kind = ActorKind.Call }, null, cancelled));
        Assert.Equal(Text("first"), (await store.Get(Call(1))).Document);
    }
}
