using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace ServerlessSip.AzureSurface.Fakes;

/// <summary>
/// A table in memory with the answers of the service: 409, 412, 404 and their codes, sizes, ETags; and faults that come
/// before or after the work is done.
/// </summary>
internal sealed class FakeTable : TableClient
{
    private const int MaxProperty = 64 * 1024;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Dictionary<string, object>> _rows = new(StringComparer.Ordinal);
    private long _etags;

    /// <summary>Thrown by the next calls instead of their work, one each; null lets one through.</summary>
    public Queue<Exception?> Before { get; } = new();

    /// <summary>Thrown by the next calls after their work, one each: the answer is lost.</summary>
    public Queue<Exception?> After { get; } = new();

    public bool IsMissing { get; set; }
    public int Calls { get; private set; }

    public static RequestFailedException Fault(int status, string? code = null) => new(status, $"{status}", code, null);

    public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) =>
        Do<Response>(() =>
        {
            if (_rows.ContainsKey(entity.PartitionKey)) throw Fault(409, "EntityAlreadyExists");
            return new FakeResponse(204, Store(entity));
        }, cancellationToken);

    public override Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default) => Do<Response>(() =>
        {
            Check(entity.PartitionKey, ifMatch);
            Assert.Equal(TableUpdateMode.Replace, mode);
            return new FakeResponse(204, Store(entity));
        }, cancellationToken);

    public override Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        Do<Response>(() =>
        {
            Check(partitionKey, ifMatch);
            _rows.Remove(partitionKey);
            return new FakeResponse(204);
        }, cancellationToken);

    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null!,
        CancellationToken cancellationToken = default) => Do<NullableResponse<T>>(() =>
        {
            if (!_rows.TryGetValue(partitionKey, out var row))
            {
                var code = IsMissing ? "TableNotFound" : "ResourceNotFound";
                return new NoValue<T>(new FakeResponse(404, errorCode: code));
            }
            return Response.FromValue((T)(object)Load(row), new FakeResponse(200));
        }, cancellationToken);

    public override AsyncPageable<T> QueryAsync<T>(
        string filter = null!, int? maxPerPage = null, IEnumerable<string> select = null!,
        CancellationToken cancellationToken = default) => new FakePageable<T>(() =>
        {
            lock (_gate)
            {
                Calls++;
                if (Before.TryDequeue(out var fault) && fault is not null) throw fault;
                if (IsMissing) throw Fault(404, "TableNotFound");
                var found = _rows.Values.Where(row => ODataFilter.Holds(filter, row));
                return [.. found.Select(row => (T)(object)Load(row))];
            }
        }, maxPerPage ?? 1000);

    public override Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        IsMissing = false;
        return Task.FromResult(Response.FromValue<TableItem>(null!, new FakeResponse(204)));
    }

    private async Task<T> Do<T>(Func<T> work, CancellationToken cancel)
    {
        await Task.Yield();
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Calls++;
            if (Before.TryDequeue(out var before) && before is not null) throw before;
            if (IsMissing && typeof(T) == typeof(Response)) throw Fault(404, "TableNotFound");
            var result = work();
            if (After.TryDequeue(out var after) && after is not null) throw after;
            return result;
        }
    }

    private void Check(string key, ETag ifMatch)
    {
        if (!_rows.TryGetValue(key, out var row)) throw Fault(404, "ResourceNotFound");
        if ((string)row["odata.etag"] != ifMatch.ToString()) throw Fault(412, "UpdateConditionNotSatisfied");
    }

    private string Store(ITableEntity entity)
    {
        var row = new Dictionary<string, object>((IDictionary<string, object>)entity);
        foreach (var value in row.Values)
            if (value is byte[] { Length: > MaxProperty } or string { Length: > MaxProperty / 2 })
                throw Fault(400, "PropertyValueTooLarge");
        row["odata.etag"] = $"W/\"{++_etags}\"";
        row["Timestamp"] = DateTimeOffset.UnixEpoch;
        _rows[entity.PartitionKey] = row;
        return (string)row["odata.etag"];
    }

    private static TableEntity Load(Dictionary<string, object> row)
    {
        var entity = new TableEntity();
        foreach (var (name, value) in row) entity[name] = value;
        return entity;
    }
}
