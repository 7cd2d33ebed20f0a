using System.Globalization;

namespace ServerlessSip.AzureSurface.Fakes;

/// <summary>The few comparisons that the store's queries use, joined by "and".</summary>
internal static class ODataFilter
{
    public static bool Holds(string? filter, Dictionary<string, object> row) =>
        string.IsNullOrEmpty(filter) || filter.Split(" and ").All(part => HoldsOne(part.Split(' ', 3), row));

    private static bool HoldsOne(string[] part, Dictionary<string, object> row)
    {
        // A comparison with a property that the entity lacks is false.
        if (!row.TryGetValue(part[0], out var value)) return false;
        var order = Compare(value, part[2]);
        return part[1] switch
        {
            "ge" => order >= 0,
            "lt" => order < 0,
            _ => throw new InvalidOperationException($"no such operator: {part[1]}"),
        };
    }

    private static int Compare(object value, string literal) =>
        literal.StartsWith("datetime'", StringComparison.Ordinal)
        ? ((DateTimeOffset)value).CompareTo(DateTimeOffset.Parse(literal[9..^1], CultureInfo.InvariantCulture))
        : string.CompareOrdinal((string)value, literal[1..^1]);
}
