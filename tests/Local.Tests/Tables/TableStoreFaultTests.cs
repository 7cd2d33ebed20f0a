using System.Net;
using ServerlessSip.Contracts;
using ServerlessSip.Ports;
using static ServerlessSip.Local.Tests.Tables.ScriptedTables;

namespace ServerlessSip.Local.Tests.Tables;

/// <summary>What the network and the service do wrong becomes a value.</summary>
public sealed class TableStoreFaultTests
{
    private static readonly ActorKey Key = new(ActorKind.Call, 1);
    private static readonly TestDocument Document = new("ringing");

    [Fact]
    public async Task A_busy_service_is_asked_again()
    {
        var (store, service) = Run(
            Answer(HttpStatusCode.ServiceUnavailable, "ServerBusy"),
            Answer(HttpStatusCode.NoContent, etag: "W/\"1\""));
        var write = await store.Put(Key, Document, DocumentColumns.None, null);
        Assert.Equal(new StoreWrite(StoreStatus.Ok, "W/\"1\""), write);
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task A_service_that_stays_busy_is_transient_after_two_further_tries()
    {
        var busy = Answer(HttpStatusCode.ServiceUnavailable, "ServerBusy");
        var (store, service) = Run(busy, busy, busy);
        var read = await store.Get(Key);
        Assert.Equal((StoreStatus.Transient, "503 ServerBusy"), (read.Status, read.Reason));
        Assert.Equal(3, service.Requests.Count);
    }

    [Fact]
    public async Task A_network_that_stays_down_is_transient_for_every_call()
    {
        var (store, service) = Run([.. Enumerable.Repeat(Lost(), 12)]);
        Assert.Equal(StoreStatus.Transient, (await store.Get(Key)).Status);
        Assert.Equal(StoreStatus.Transient, (await store.Put(Key, Document, DocumentColumns.None, null)).Status);
        Assert.Equal(StoreStatus.Transient, (await store.Delete(Key, "W/\"1\"")).Status);
        Assert.Equal(StoreStatus.Transient, (await store.Query(new StoreQuery { Kind = ActorKind.Call })).Status);
        Assert.Equal(0, service.StepsLeft);
    }

    [Fact]
    public async Task Silence_is_transient_when_the_time_of_every_try_is_over()
    {
        var (store, service) = Run(TimeSpan.FromMilliseconds(20), Silence(), Silence(), Silence());
        var read = await store.Get(Key);
        Assert.Equal(StoreStatus.Transient, read.Status);
        Assert.NotNull(read.Reason);
        Assert.Equal(0, service.StepsLeft);
    }

    [Fact]
    public async Task Cancelling_a_call_under_way_throws_and_tries_no_more()
    {
        using var cancel = new CancellationTokenSource();
        var (store, service) = Run((_, _) =>
        {
            cancel.Cancel();
            throw new OperationCanceledException(cancel.Token);
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.Get(Key, cancel.Token));
        Assert.Single(service.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.Created, null)]
    [InlineData(HttpStatusCode.Conflict, "TableAlreadyExists")]
    public async Task A_missing_table_is_made_and_the_request_sent_again(HttpStatusCode made, string? code)
    {
        var (store, service) = Run(
            Answer(HttpStatusCode.NotFound, "TableNotFound"),
            Answer(made, code),
            Answer(HttpStatusCode.NoContent, etag: "W/\"1\""));
        var write = await store.Put(Key, Document, DocumentColumns.None, null);
        Assert.Equal(new StoreWrite(StoreStatus.Ok, "W/\"1\""), write);
        Assert.Equal("/devstoreaccount1/Tables", service.Requests[1].Path);
        Assert.Equal("""{"TableName":"sip"}""", service.Requests[1].Body);
        Assert.Equal(service.Requests[0].Body, service.Requests[2].Body);
    }

    [Fact]
    public async Task A_table_that_is_being_deleted_is_transient()
    {
        var (store, _) = Run(
            Answer(HttpStatusCode.NotFound, "TableNotFound"), Answer(HttpStatusCode.Conflict, "TableBeingDeleted"));
        Assert.Equal(StoreStatus.Transient, (await store.Get(Key)).Status);
    }

    [Fact]
    public async Task A_refusal_is_fatal_and_its_reason_holds_neither_key_nor_signature()
    {
        var (store, service) = Run(Answer(HttpStatusCode.Forbidden, "AuthenticationFailed"));
        var read = await store.Get(Key);
        Assert.Equal((StoreStatus.Fatal, "403 AuthenticationFailed"), (read.Status, read.Reason));
        Assert.StartsWith("SharedKey devstoreaccount1:", service.Requests[0].Authorization);
    }

    [Fact]
    public async Task An_error_code_in_the_body_counts_where_the_header_is_missing()
    {
        const string body = """{"odata.error":{"code":"ResourceNotFound","message":{"lang":"en-US","value":"…"}}}""";
        var (store, _) = Run(Answer(HttpStatusCode.NotFound, body: body));
        Assert.Equal(StoreStatus.NotFound, (await store.Get(Key)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>a proxy's page</html>")]
    [InlineData("[1]")]
    [InlineData("{\"PartitionKey\":")]
    [InlineData("""{"Part0@odata.type":"Edm.Binary","Part0":"not base64!"}""")]
    public async Task An_answer_that_is_no_entity_never_reads_as_a_document(string body)
    {
        var (store, _) = Run(Answer(HttpStatusCode.OK, body: body), Answer(HttpStatusCode.OK, body: body));
        Assert.Equal(StoreStatus.Transient, (await store.Get(Key)).Status);
        Assert.Equal(StoreStatus.Transient, (await store.Query(new StoreQuery { Kind = ActorKind.Call })).Status);
    }

    [Fact]
    public async Task An_entity_of_an_unknown_layout_is_fatal_to_read_and_left_out_of_lists()
    {
        const string entity = """{"PartitionKey":"c00000000000000000000000000000001","RowKey":"doc","Layout":99}""";
        var (store, _) = Run(
            Answer(HttpStatusCode.OK, body: entity), Answer(HttpStatusCode.OK, body: $$"""{"value":[{{entity}}]}"""));
        Assert.Equal(StoreStatus.Fatal, (await store.Get(Key)).Status);
        var page = await store.Query(new StoreQuery { Kind = ActorKind.Call });
        Assert.Equal(StoreStatus.Ok, page.Status);
        Assert.Empty(page.Items);
    }

    [Fact]
    public async Task A_document_over_a_limit_is_refused_before_anything_is_sent()
    {
        var (store, service) = Run();
        var columns = new DocumentColumns { Resource = new string('r', 1025) };
        var write = await store.Put(Key, Document, columns, null);
        Assert.Equal(StoreStatus.Fatal, write.Status);
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task A_replace_and_a_delete_name_the_version_and_an_insert_none()
    {
        var done = Answer(HttpStatusCode.NoContent);
        var (store, service) = Run(done, done, done);
        await store.Put(Key, Document, DocumentColumns.None, null);
        await store.Put(Key, Document, DocumentColumns.None, "W/\"1\"");
        await store.Delete(Key, "W/\"2\"");
        Assert.Equal([null, "W/\"1\"", "W/\"2\""], service.Requests.Select(request => request.IfMatch));
    }
}
