using Azure;
using Azure.Data.Tables;

namespace ServerlessSip.AzureSurface.Fakes;

/// <summary>Pages of what is there when each is read; the continuation is the key of the next one's first.</summary>
internal sealed class FakePageable<T>(Func<List<T>> read, int size) : AsyncPageable<T>
    where T : class, ITableEntity
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        await Task.Yield();
        do
        {
            var left = read().Where(e => string.CompareOrdinal(e.PartitionKey, continuationToken) >= 0).ToList();
            var items = left.Take(pageSizeHint ?? size).ToList();
            continuationToken = left.Count > items.Count ? left[items.Count].PartitionKey : null;
            yield return Page<T>.FromValues(items, continuationToken, new FakeResponse(200));
        }
        while (continuationToken is not null);
    }
}
