using Azure.Core;
using Azure.Core.Pipeline;
using ServerlessSip.AzureAdapters;
using ServerlessSip.AzureAdapters.Tables;
using ServerlessSip.AzureSurface.Fakes;
using ServerlessSip.Contracts;
using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.AzureSurface.Suites.Tables;

public sealed class StorageTableFaultTests
{
    private static readonly ActorKey Key = new(ActorKind.Call, 7);
    private static readonly TestDocument Document = new("ringing");

    private readonly FakeTable _table = new();
    private readonly OperationCounts _counts = new();
    private readonly TableStateStore _store;

    public StorageTableFaultTests() =>
        _store = new TableStateStore(new StorageTable(_table, _counts), new TestCodec(), (_, _) => { });

    [Theory]
    [InlineData(409, "EntityAlreadyExists", StoreStatus.Conflict)]
    [InlineData(412, "UpdateConditionNotSatisfied", StoreStatus.Conflict)]
    [InlineData(404, "ResourceNotFound", StoreStatus.NotFound)]
    [InlineData(503, "ServerBusy", StoreStatus.Transient)]
    [InlineData(500, "OperationTimedOut", StoreStatus.Transient)]
    [InlineData(429, null, StoreStatus.Transient)]
    [InlineData(0, null, StoreStatus.Transient)]
    [InlineData(403, "AuthorizationPermissionMismatch", StoreStatus.Fatal)]
    [InlineData(413, "RequestBodyTooLarge", StoreStatus.Fatal)]
    public async Task What_the_service_says_is_told_by_one_table(int status, string? code, StoreStatus expected)
    {
        _table.Before.Enqueue(FakeTable.Fault(status, code));

        var write = await _store.Put(Key, Document, DocumentColumns.None, null);

        Assert.Equal(expected, write.Status);
        Assert.NotNull(write.Reason);
    }

    [Fact]
    public async Task Silence_is_transient_however_the_library_tells_it()
    {
        _table.Before.Enqueue(new AggregateException(new IOException("reset")));
        _table.Before.Enqueue(new TaskCanceledException("timed out"));
        _table.Before.Enqueue(new IOException("closed"));

        Assert.Equal(StoreStatus.Transient, (await _store.Get(Key)).Status);
        Assert.Equal(StoreStatus.Transient, (await _store.Get(Key)).Status);
        Assert.Equal(StoreStatus.Transient, (await _store.Query(new StoreQuery { Kind = ActorKind.Call })).Status);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_done_for_the_next_that_looks()
    {
        _table.After.Enqueue(FakeTable.Fault(503, "ServerBusy"));

        Assert.Equal(StoreStatus.Transient, (await _store.Put(Key, Document, DocumentColumns.None, null)).Status);

        // The turn tries again: it must not take its own work for another's silently, nor write over it.
        Assert.Equal(StoreStatus.Conflict, (await _store.Put(Key, Document, DocumentColumns.None, null)).Status);
        Assert.Equal(Document, (await _store.Get(Key)).Document);
    }

    [Fact]
    public async Task The_library_s_own_retry_that_finds_the_echo_of_its_first_try_succeeded()
    {
        // The first try stored the entity; the answer of the second says that it exists.
        _table.After.Enqueue(null);
        var echo = new EchoTable(_table);
        var store = new TableStateStore(echo, new TestCodec(), (_, _) => { });

        var write = await store.Put(Key, Document, DocumentColumns.None, null);

        Assert.Equal(StoreStatus.Ok, write.Status);
        Assert.Equal((await store.Get(Key)).ETag, write.ETag);
    }

    [Fact]
    public async Task A_missing_table_is_made_and_the_request_sent_again()
    {
        _table.IsMissing = true;
        Assert.Equal(StoreStatus.Ok, (await _store.Put(Key, Document, DocumentColumns.None, null)).Status);
        _table.IsMissing = true;
        Assert.Equal(StoreStatus.Ok, (await _store.Query(new StoreQuery { Kind = ActorKind.Call })).Status);
        _table.IsMissing = true;
        Assert.Equal(StoreStatus.NotFound, (await _store.Get(new ActorKey(ActorKind.Call, 8))).Status);
    }

    [Fact]
    public async Task Each_operation_is_counted_once()
    {
        var etag = (await _store.Put(Key, Document, DocumentColumns.None, null)).ETag!;
        await _store.Get(Key);
        await _store.Get(Key);
        await _store.Query(new StoreQuery { Kind = ActorKind.Call });
        await _store.Delete(Key, etag);

        Assert.Equal((1, 2, 1, 1), (_counts[Operation.TableWrite], _counts[Operation.TableRead],
            _counts[Operation.TableQuery], _counts[Operation.TableDelete]));
    }

    [Fact]
    public async Task The_mark_tells_a_second_try_from_a_first()
    {
        var mark = RetryMark.Begin();
        var tries = 0;
        var options = new Options(new HttpClientTransport(new Handler(() => ++tries < 3 ? 503 : 200)));
        var pipeline = HttpPipelineBuilder.Build(options, [], [new RetryMark()], null);

        await pipeline.SendRequestAsync(Request(pipeline), CancellationToken.None);
        Assert.True(mark.Retried);

        mark = RetryMark.Begin();
        await pipeline.SendRequestAsync(Request(pipeline), CancellationToken.None);
        Assert.False(mark.Retried);
    }

    private static Request Request(HttpPipeline pipeline)
    {
        var request = pipeline.CreateRequest();
        request.Method = RequestMethod.Get;
        request.Uri.Reset(new Uri("http://127.0.0.1/"));
        return request;
    }

    private sealed class Options : ClientOptions
    {
        public Options(HttpPipelineTransport transport)
        {
            Transport = transport;
            Retry.Delay = TimeSpan.FromMilliseconds(1);
        }
    }

    private sealed class Handler(Func<int> status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) =>
            Task.FromResult(new HttpResponseMessage((System.Net.HttpStatusCode)status()) { RequestMessage = request });
    }

    /// <summary>Sends each insert twice, as a client library that lost the first answer does.</summary>
    private sealed class EchoTable(FakeTable table) : IEntityTable
    {
        private readonly StorageTable _inner = new(table, new OperationCounts());

        public async ValueTask<EntityReply> Insert(EntityProperties entity, CancellationToken cancel)
        {
            await _inner.Insert(entity, cancel);
            return await _inner.Insert(entity, cancel) with { Retried = true };
        }

        public ValueTask<EntityReply> Get(ActorKey key, CancellationToken cancel) => _inner.Get(key, cancel);

        public ValueTask<EntityReply> Replace(
            ActorKey key, EntityProperties entity, string etag, CancellationToken cancel) =>
            _inner.Replace(key, entity, etag, cancel);

        public ValueTask<EntityReply> Delete(ActorKey key, string etag, CancellationToken cancel) =>
            _inner.Delete(key, etag, cancel);

        public ValueTask<EntityPage> List(StoreQuery query, string? continuation, CancellationToken cancel) =>
            _inner.List(query, continuation, cancel);
    }
}
