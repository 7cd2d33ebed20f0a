using ServerlessSip.Ports;

namespace ServerlessSip.Api.Tests;

/// <summary>A store that a test answers for.</summary>
internal sealed class FakeStore : IStateStore
{
    public Func<Task<StoreRead>> OnGet { get; init; } = () => Task.FromResult(new StoreRead(StoreStatus.NotFound));

    public StorePage Page { get; init; } = new(StoreStatus.Ok, [], null);

    public int Reads { get; private set; }

    public int Queries { get; private set; }

    public ValueTask<StoreRead> Get(ActorKey key, CancellationToken cancel = default)
    {
        Reads++;
        return new(OnGet());
    }

    public ValueTask<StorePage> Query(
        StoreQuery query, string? continuation = null, CancellationToken cancel = default)
    {
        Queries++;
        return new(Page);
    }

    public ValueTask<StoreWrite> Put(
        ActorKey key, object document, DocumentColumns columns, string? ifMatch, CancellationToken cancel = default) =>
        new(new StoreWrite(StoreStatus.Fatal));

    public ValueTask<StoreWrite> Delete(ActorKey key, string ifMatch, CancellationToken cancel = default) =>
        new(new StoreWrite(StoreStatus.Fatal));

    /// <summary>What a resource is given that has this store.</summary>
    public ApiServices Services(TimeProvider time) => new()
    {
        Store = this,
        Push = new FakePush(),
        Users = new FakeUsers(),
        Commands = new FakeCommands().Send,
        Keys = new("0123456789abcdef"u8),
        Domains = new(["example.com"], []),
        Time = time,
    };
}
