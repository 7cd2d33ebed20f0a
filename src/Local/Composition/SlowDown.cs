using System.Globalization;
using System.Net;
using ServerlessSip.Ports;

namespace ServerlessSip.Local.Composition;

/// <summary>
/// <c>Test:StoreDelayMs</c> and <c>Test:DnsDelayMs</c>: every read of a document, every resolved name takes so much
/// longer, so that a test can have a message come in between. They are no options for use and in no list of options.
/// </summary>
internal static class SlowDown
{
    public static IStateStore Store(IConfiguration configuration, IStateStore store) =>
        Delay(configuration, "Test:StoreDelayMs") is { } delay ? new SlowStore(store, delay) : store;

    public static Func<string, CancellationToken, Task<IPAddress[]>> Resolver(IConfiguration configuration)
    {
        if (Delay(configuration, "Test:DnsDelayMs") is not { } delay) return Dns.GetHostAddressesAsync;
        return async (name, cancel) =>
        {
            await Task.Delay(delay, cancel);
            return await Dns.GetHostAddressesAsync(name, cancel);
        };
    }

    private static TimeSpan? Delay(IConfiguration configuration, string key) =>
        int.TryParse(configuration[key], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds > 0
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    private sealed class SlowStore(IStateStore store, TimeSpan delay) : IStateStore
    {
        public async ValueTask<StoreRead> Get(ActorKey key, CancellationToken cancel)
        {
            await Task.Delay(delay, cancel);
            return await store.Get(key, cancel);
        }

        public ValueTask<StoreWrite> Put(
            ActorKey key, object document, DocumentColumns columns, string? ifMatch, CancellationToken cancel) =>
            store.Put(key, document, columns, ifMatch, cancel);

        public ValueTask<StoreWrite> Delete(ActorKey key, string ifMatch, CancellationToken cancel) =>
            store.Delete(key, ifMatch, cancel);

        public ValueTask<StorePage> Query(StoreQuery query, string? continuation, CancellationToken cancel) =>
            store.Query(query, continuation, cancel);
    }
}
