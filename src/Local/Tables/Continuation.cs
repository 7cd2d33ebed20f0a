using Azure.Core;

namespace ServerlessSip.Local.Tables;

/// <summary>The two continuation headers of the service as one opaque text.</summary>
internal static class Continuation
{
    private const string Prefix = "x-ms-continuation-";
    private const string NextPartition = "NextPartitionKey";
    private const string NextRow = "NextRowKey";
    private const char Separator = '|';

    internal static string? Read(ResponseHeaders headers)
    {
        if (!headers.TryGetValue(Prefix + NextPartition, out var partition)) return null;
        headers.TryGetValue(Prefix + NextRow, out var row);
        return $"{partition}{Separator}{row}";
    }

    internal static IEnumerable<(string Name, string Value)> Parameters(string? continuation)
    {
        if (continuation is null) yield break;
        var at = continuation.IndexOf(Separator);
        yield return (NextPartition, at < 0 ? continuation : continuation[..at]);
        if (at >= 0 && at < continuation.Length - 1) yield return (NextRow, continuation[(at + 1)..]);
    }
}
