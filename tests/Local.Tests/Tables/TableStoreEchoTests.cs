using System.Net;
using ServerlessSip.Contracts;
using ServerlessSip.Ports;
using static ServerlessSip.Local.Tests.Tables.ScriptedTables;

namespace ServerlessSip.Local.Tests.Tables;

/// <summary>A retried write tells the echo of its own first try from another writer's work.</summary>
public sealed class TableStoreEchoTests
{
    private static readonly ActorKey Key = new(ActorKind.Call, 1);
    private static readonly TestDocument Document = new("ringing");

    [Fact]
    public async Task A_replace_whose_answer_was_lost_succeeds_by_its_own_echo()
    {
        var body = "";
        var (store, service) = Run(
            (request, _) =>
            {
                body = request.Body;
                throw new HttpRequestException("reset after the service had performed it");
            },
            Answer(HttpStatusCode.PreconditionFailed, "UpdateConditionNotSatisfied"),
            Answer(_ => body, HttpStatusCode.OK, etag: "W/\"2\""));
        var write = await store.Put(Key, Document, DocumentColumns.None, "W/\"1\"");
        Assert.Equal(new StoreWrite(StoreStatus.Ok, "W/\"2\""), write);
        Assert.Equal(["PUT", "PUT", "GET"], service.Requests.Select(request => request.Method.Method));
    }

    [Fact]
    public async Task An_insert_whose_answer_was_lost_succeeds_by_its_own_echo()
    {
        var body = "";
        var (store, service) = Run(
            (request, _) =>
            {
                body = request.Body;
                throw new HttpRequestException("reset after the service had performed it");
            },
            Answer(HttpStatusCode.Conflict, "EntityAlreadyExists"),
            Answer(_ => body, HttpStatusCode.OK, etag: "W/\"1\""));
        var write = await store.Put(Key, Document, DocumentColumns.None, null);
        Assert.Equal(new StoreWrite(StoreStatus.Ok, "W/\"1\""), write);
        Assert.Equal(["POST", "POST", "GET"], service.Requests.Select(request => request.Method.Method));
    }

    [Fact]
    public async Task Every_try_of_one_write_carries_the_same_operation_and_every_write_another()
    {
        var (store, service) = Run(Lost(), Answer(HttpStatusCode.NoContent), Answer(HttpStatusCode.NoContent));
        await store.Put(Key, Document, DocumentColumns.None, null);
        await store.Put(Key, Document, DocumentColumns.None, null);
        Assert.Equal(service.Requests[0].Body, service.Requests[1].Body);
        Assert.NotEqual(service.Requests[1].Body, service.Requests[2].Body);
    }

    [Theory]
    [InlineData("""{"Operation":"00000000000000000000000000000001"}""")]
    [InlineData("""{"Status":"no operation at all"}""")]
    public async Task A_retried_write_that_finds_the_work_of_another_conflicts(string present)
    {
        var (store, service) = Run(
            Lost(),
            Answer(HttpStatusCode.PreconditionFailed, "UpdateConditionNotSatisfied"),
            Answer(HttpStatusCode.OK, body: present));
        var write = await store.Put(Key, Document, DocumentColumns.None, "W/\"1\"");
        Assert.Equal(StoreStatus.Conflict, write.Status);
        Assert.Equal(0, service.StepsLeft);
    }

    [Fact]
    public async Task A_retried_write_whose_look_shows_no_entity_is_transient()
    {
        var (store, _) = Run(
            Lost(),
            Answer(HttpStatusCode.PreconditionFailed, "UpdateConditionNotSatisfied"),
            Answer(HttpStatusCode.OK, body: "<no entity>"));
        var write = await store.Put(Key, Document, DocumentColumns.None, "W/\"1\"");
        Assert.Equal(StoreStatus.Transient, write.Status);
    }

    [Fact]
    public async Task A_conflict_at_the_first_try_is_believed_without_another_look()
    {
        var (store, service) = Run(Answer(HttpStatusCode.PreconditionFailed, "UpdateConditionNotSatisfied"));
        var write = await store.Put(Key, Document, DocumentColumns.None, "W/\"1\"");
        Assert.Equal(StoreStatus.Conflict, write.Status);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task A_retried_write_that_cannot_look_is_transient()
    {
        var (store, _) = Run(
            Lost(), Answer(HttpStatusCode.Conflict, "EntityAlreadyExists"), Lost(), Lost(), Lost());
        var write = await store.Put(Key, Document, DocumentColumns.None, null);
        Assert.Equal(StoreStatus.Transient, write.Status);
    }

    [Fact]
    public async Task A_delete_whose_answer_was_lost_succeeds_when_the_document_is_gone()
    {
        var (store, _) = Run(Lost(), Answer(HttpStatusCode.NotFound, "ResourceNotFound"));
        Assert.Equal(StoreStatus.Ok, (await store.Delete(Key, "W/\"1\"")).Status);
    }

    [Fact]
    public async Task A_delete_that_finds_nothing_at_the_first_try_is_not_found()
    {
        var (store, _) = Run(Answer(HttpStatusCode.NotFound, "ResourceNotFound"));
        Assert.Equal(StoreStatus.NotFound, (await store.Delete(Key, "W/\"1\"")).Status);
    }
}
