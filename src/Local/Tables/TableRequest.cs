using System.Globalization;
using Azure.Core;
using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tables;

/// <summary>One request of the Tables REST protocol, before it is signed and sent.</summary>
internal sealed record TableRequest
{
    public required RequestMethod Method { get; init; }

    /// <summary>What follows the service's address, e.g. <c>sip(PartitionKey='c0…',RowKey='doc')</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Names and values of the query string, values unescaped.</summary>
    public IReadOnlyList<(string Name, string Value)> Query { get; init; } = [];

    public ReadOnlyMemory<byte>? Body { get; init; }

    public string? IfMatch { get; init; }

    internal static TableRequest CreateTable(string table) => new()
    {
        Method = RequestMethod.Post,
        Path = "Tables",
        Body = System.Text.Encoding.UTF8.GetBytes($$"""{"TableName":"{{table}}"}"""),
    };

    internal static TableRequest Insert(string table, ReadOnlyMemory<byte> body) =>
        new() { Method = RequestMethod.Post, Path = table, Body = body };

    internal static TableRequest Replace(string table, ActorKey key, ReadOnlyMemory<byte> body, string ifMatch) =>
        new() { Method = RequestMethod.Put, Path = EntityPath(table, key), Body = body, IfMatch = ifMatch };

    internal static TableRequest Delete(string table, ActorKey key, string ifMatch) =>
        new() { Method = RequestMethod.Delete, Path = EntityPath(table, key), IfMatch = ifMatch };

    internal static TableRequest Get(string table, ActorKey key) =>
        new() { Method = RequestMethod.Get, Path = EntityPath(table, key) };

    internal static TableRequest List(string table, StoreQuery query, string? continuation)
    {
        List<(string, string)> parameters =
        [
            ("$filter", StoreFilter.Of(query)),
            ("$top", Math.Clamp(query.PageSize, 1, 1000).ToString(CultureInfo.InvariantCulture)),
            .. Continuation.Parameters(continuation),
        ];
        return new() { Method = RequestMethod.Get, Path = $"{table}()", Query = parameters };
    }

    // Keys are letters and digits: nothing to escape.
    private static string EntityPath(string table, ActorKey key) =>
        $"{table}({EntityNames.PartitionKey}='{key}',{EntityNames.RowKey}='{EntityLayout.DocumentRow}')";
}
