#nullable disable
// What the Azure edition uses of Azure.Data.Tables; the rest is left out.
using System.Collections;
using Azure.Core;

namespace Azure.Data.Tables
{
    public partial interface ITableEntity
    {
        ETag ETag { get; set; }
        string PartitionKey { get; set; }
        string RowKey { get; set; }
        DateTimeOffset? Timestamp { get; set; }
    }

    public partial class TableClient
    {
        protected TableClient() { }
        public TableClient(string connectionString, string tableName, TableClientOptions options = null) { }
        public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null) { }
        public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) where T : ITableEntity => throw null;
        public virtual Task<Response<Models.TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) => throw null;
        public virtual Task<Response> DeleteEntityAsync(string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) => throw null;
        public virtual Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default) where T : class, ITableEntity => throw null;
        public virtual AsyncPageable<T> QueryAsync<T>(string filter = null, int? maxPerPage = default, IEnumerable<string> select = null, CancellationToken cancellationToken = default) where T : class, ITableEntity => throw null;
        public virtual Task<Response> UpdateEntityAsync<T>(T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default) where T : ITableEntity => throw null;
    }

    public partial class TableClientOptions : ClientOptions
    {
        public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06) { }

        public enum ServiceVersion
        {
            V2019_02_02 = 1,
            V2020_12_06 = 2,
        }
    }

    public sealed partial class TableEntity : ITableEntity, IDictionary<string, object>
    {
        private readonly Dictionary<string, object> _values = [];
        public TableEntity() { }
        public int Count => _values.Count;
        public ETag ETag
        {
            get => _values.TryGetValue("odata.etag", out var etag) ? new ETag((string)etag) : default;
            set => _values["odata.etag"] = value.ToString();
        }
        public object this[string key]
        {
            get => _values.TryGetValue(key, out var value) ? value : null;
            set => _values[key] = value;
        }
        public ICollection<string> Keys => _values.Keys;
        public string PartitionKey { get => (string)this["PartitionKey"]; set => this["PartitionKey"] = value; }
        public string RowKey { get => (string)this["RowKey"]; set => this["RowKey"] = value; }
        public DateTimeOffset? Timestamp { get => (DateTimeOffset?)this["Timestamp"]; set => this["Timestamp"] = value; }
        public void Add(string key, object value) => _values.Add(key, value);
        public void Clear() => _values.Clear();
        public bool ContainsKey(string key) => _values.ContainsKey(key);
        public bool Remove(string key) => _values.Remove(key);
        public bool TryGetValue(string key, out object value) => _values.TryGetValue(key, out value);
        ICollection<object> IDictionary<string, object>.Values => _values.Values;
        bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;
        void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => _values.Add(item.Key, item.Value);
        bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) => ((ICollection<KeyValuePair<string, object>>)_values).Contains(item);
        void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) => ((ICollection<KeyValuePair<string, object>>)_values).CopyTo(array, arrayIndex);
        bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) => ((ICollection<KeyValuePair<string, object>>)_values).Remove(item);
        IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _values.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();
    }

    public enum TableUpdateMode
    {
        Merge = 0,
        Replace = 1,
    }
}

namespace Azure.Data.Tables.Models
{
    public partial class TableItem
    {
        internal TableItem() { }
    }
}
