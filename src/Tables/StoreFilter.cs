using System.Globalization;
using System.Text;
using ServerlessSip.Ports;

namespace ServerlessSip.Tables;

/// <summary>Writes the OData filter of a query.</summary>
public static class StoreFilter
{
    public static string Of(StoreQuery query)
    {
        var letter = new ActorKey(query.Kind, UInt128.Zero).ToString()[0];
        var filter = new StringBuilder(192);
        filter.Append(CultureInfo.InvariantCulture,
            $"{EntityNames.PartitionKey} ge '{letter}' and {EntityNames.PartitionKey} lt '{(char)(letter + 1)}'");
        if (query.DueBefore is { } due) AppendBefore(filter, EntityNames.DueAt, due);
        if (query.OutboxBefore is { } outbox) AppendBefore(filter, EntityNames.OutboxAt, outbox);
        // A comparison with a property that the entity lacks is false.
        if (query.ResourcesOnly) filter.Append(CultureInfo.InvariantCulture, $" and {EntityNames.Resource} ge ''");
        return filter.ToString();
    }

    /// <summary>The form of an instant in filters and bodies: UTC, 100 ns, as the service writes it.</summary>
    public static string InstantText(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    private static void AppendBefore(StringBuilder filter, string column, DateTimeOffset before) =>
        filter.Append(CultureInfo.InvariantCulture, $" and {column} lt datetime'{InstantText(before)}'");
}
