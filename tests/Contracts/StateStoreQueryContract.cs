using ServerlessSip.Ports;

namespace ServerlessSip.Contracts;

/// <summary>What every state store lists.</summary>
public abstract class StateStoreQueryContract : StateStoreContract
{
    private static async Task<List<StoreItem>> All(IStateStore store, StoreQuery query)
    {
        List<StoreItem> items = [];
        string? continuation = null;
        do
        {
            var page = await store.Query(query, continuation);
            Assert.Equal((StoreStatus.Ok, null), (page.Status, page.Reason));
            Assert.InRange(page.Items.Count, 0, query.PageSize);
            items.AddRange(page.Items);
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return items;
    }

    private static IEnumerable<ActorKey> Keys(IEnumerable<StoreItem> items) =>
        items.Select(item => item.Key).OrderBy(key => key.Hash);

    [ContractFact]
    public async Task An_empty_store_lists_nothing()
    {
        var page = await (await NewStore()).Query(new StoreQuery { Kind = ActorKind.Call });
        Assert.Equal(StoreStatus.Ok, page.Status);
        Assert.Empty(page.Items);
        Assert.Null(page.Continuation);
    }

    [ContractFact]
    public async Task A_listed_item_is_the_document_with_its_columns_and_a_version_that_replaces_it()
    {
        var store = await NewStore();
        var columns = new DocumentColumns
        {
            DueAt = Noon.AddTicks(TimeSpan.TicksPerMillisecond * 7),
            OutboxAt = Noon.AddHours(-1),
            Resource = "calls/1",
            Status = "ringing",
        };
        await Insert(store, Call(1), "one", columns);
        var item = Assert.Single(await All(store, new StoreQuery { Kind = ActorKind.Call }));
        Assert.Equal((Call(1), Text("one"), columns), (item.Key, item.Document, item.Columns));
        Assert.Equal(StoreStatus.Ok, (await store.Put(Call(1), Text("two"), columns, item.ETag)).Status);
    }

    [ContractFact]
    public async Task Kinds_do_not_mix()
    {
        var store = await NewStore();
        var kinds = Enum.GetValues<ActorKind>().Where(kind => kind != ActorKind.None).ToArray();
        foreach (var kind in kinds)
        {
            await Insert(store, new ActorKey(kind, UInt128.MinValue), $"{kind} first");
            await Insert(store, new ActorKey(kind, UInt128.MaxValue), $"{kind} last");
        }
        foreach (var kind in kinds)
        {
            var found = await All(store, new StoreQuery { Kind = kind });
            Assert.Equal(
                [new ActorKey(kind, UInt128.MinValue), new ActorKey(kind, UInt128.MaxValue)], Keys(found));
        }
    }

    [ContractFact]
    public async Task Due_before_is_strict_and_leaves_out_documents_without_a_deadline()
    {
        var store = await NewStore();
        await Insert(store, Call(1), "overdue", new DocumentColumns { DueAt = Noon.AddMilliseconds(-1) });
        await Insert(store, Call(2), "due now", new DocumentColumns { DueAt = Noon });
        await Insert(store, Call(3), "due later", new DocumentColumns { DueAt = Noon.AddMilliseconds(1) });
        await Insert(store, Call(4), "never due", new DocumentColumns { OutboxAt = Noon.AddDays(-1) });
        var found = await All(store, new StoreQuery { Kind = ActorKind.Call, DueBefore = Noon });
        Assert.Equal([Call(1)], Keys(found));
    }

    [ContractFact]
    public async Task Instants_of_any_offset_are_compared_as_instants()
    {
        var store = await NewStore();
        await Insert(store, Call(1), "11:59 UTC", new DocumentColumns { DueAt = Offset(Noon.AddMinutes(-1), 5) });
        await Insert(store, Call(2), "12:01 UTC", new DocumentColumns { DueAt = Offset(Noon.AddMinutes(1), -5) });
        var found = await All(store, new StoreQuery { Kind = ActorKind.Call, DueBefore = Offset(Noon, 9) });
        Assert.Equal([Call(1)], Keys(found));

        static DateTimeOffset Offset(DateTimeOffset instant, int hours) => instant.ToOffset(TimeSpan.FromHours(hours));
    }

    [ContractFact]
    public async Task Outbox_before_finds_old_outboxes_only()
    {
        var store = await NewStore();
        await Insert(store, Call(1), "old", new DocumentColumns { OutboxAt = Noon.AddMinutes(-5) });
        await Insert(store, Call(2), "new", new DocumentColumns { OutboxAt = Noon.AddSeconds(1) });
        await Insert(store, Call(3), "none", new DocumentColumns { DueAt = Noon.AddDays(-1) });
        var found = await All(store, new StoreQuery { Kind = ActorKind.Call, OutboxBefore = Noon });
        Assert.Equal([Call(1)], Keys(found));
    }

    [ContractFact]
    public async Task Resources_only_leaves_out_documents_without_a_name()
    {
        var store = await NewStore();
        await Insert(store, Call(1), "named", new DocumentColumns { Resource = "calls/1", Status = "ringing" });
        await Insert(store, Call(2), "nameless", new DocumentColumns { Status = "ringing", DueAt = Noon });
        var found = await All(store, new StoreQuery { Kind = ActorKind.Call, ResourcesOnly = true });
        Assert.Equal([Call(1)], Keys(found));
    }

    [ContractFact]
    public async Task Conditions_are_joined_by_and()
    {
        var store = await NewStore();
        var due = new DocumentColumns { DueAt = Noon.AddDays(-1) };
        await Insert(store, Call(1), "both", due with { Resource = "calls/1" });
        await Insert(store, Call(2), "due alone", due);
        await Insert(store, Call(3), "named alone", new DocumentColumns { Resource = "calls/3" });
        var query = new StoreQuery { Kind = ActorKind.Call, DueBefore = Noon, ResourcesOnly = true };
        Assert.Equal([Call(1)], Keys(await All(store, query)));
    }

    [ContractFact]
    public async Task A_replaced_document_is_listed_by_its_new_columns()
    {
        var store = await NewStore();
        var etag = await Insert(store, Call(1), "one", new DocumentColumns { DueAt = Noon, Resource = "calls/1" });
        await store.Put(Call(1), Text("two"), new DocumentColumns { OutboxAt = Noon }, etag);
        Assert.Empty(await All(store, new StoreQuery { Kind = ActorKind.Call, DueBefore = Noon.AddDays(1) }));
        Assert.Empty(await All(store, new StoreQuery { Kind = ActorKind.Call, ResourcesOnly = true }));
        var query = new StoreQuery { Kind = ActorKind.Call, OutboxBefore = Noon.AddDays(1) };
        var item = Assert.Single(await All(store, query));
        Assert.Equal(Text("two"), item.Document);
    }

    [ContractFact]
    public async Task Pages_hold_each_document_once_and_end()
    {
        var store = await NewStore();
        for (var number = 0; number < 23; number++)
            await Insert(store, Call(number), $"{number}", new DocumentColumns { DueAt = Noon });
        var location = new ActorKey(ActorKind.Location, 1);
        await Insert(store, location, "of another kind", new DocumentColumns { DueAt = Noon });
        var query = new StoreQuery { Kind = ActorKind.Call, DueBefore = Noon.AddDays(1), PageSize = 5 };
        Assert.Equal(Enumerable.Range(0, 23).Select(Call), Keys(await All(store, query)));
        Assert.NotNull((await store.Query(query)).Continuation);
    }

    [ContractFact]
    public async Task A_page_goes_on_after_the_documents_before_it_were_deleted()
    {
        var store = await NewStore();
        for (var number = 0; number < 6; number++) await Insert(store, Call(number), $"{number}");
        var query = new StoreQuery { Kind = ActorKind.Call, PageSize = 3 };
        var first = await store.Query(query);
        foreach (var item in first.Items) await store.Delete(item.Key, item.ETag);
        var rest = new List<StoreItem>();
        for (var page = first; page.Continuation is not null; rest.AddRange(page.Items))
            page = await store.Query(query, page.Continuation);
        Assert.Equal(Enumerable.Range(0, 6).Select(Call), Keys(first.Items.Concat(rest)));
    }
}
