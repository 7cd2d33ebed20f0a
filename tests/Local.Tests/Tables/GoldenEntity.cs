using System.Globalization;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tests.Tables;

/// <summary>An entity as text, a line a property: name, type, value.</summary>
internal static class GoldenEntity
{
    internal static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Tables", name);

    internal static string Write(EntityProperties entity) =>
        string.Concat(entity.Select(property => $"{property.Name} {property.Kind} {Value(property)}\n"));

    internal static EntityProperties Read(string text)
    {
        EntityProperties entity = [];
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ', 3);
            entity.Add(Property(fields[0], Enum.Parse<EntityValueKind>(fields[1]), fields[2]));
        }
        return entity;
    }

    private static string Value(EntityProperty property) => property.Kind switch
    {
        EntityValueKind.Text => property.Text!,
        EntityValueKind.Binary => Convert.ToBase64String(property.Binary.Span),
        EntityValueKind.Instant => StoreFilter.InstantText(property.Instant),
        _ => property.Number.ToString(CultureInfo.InvariantCulture),
    };

    private static EntityProperty Property(string name, EntityValueKind kind, string value) => kind switch
    {
        EntityValueKind.Text => EntityProperty.Of(name, value),
        EntityValueKind.Binary => EntityProperty.Of(name, (ReadOnlyMemory<byte>)Convert.FromBase64String(value)),
        EntityValueKind.Instant => EntityProperty.Of(name, DateTimeOffset.Parse(value, CultureInfo.InvariantCulture)),
        EntityValueKind.Int32 => EntityProperty.Of(name, int.Parse(value, CultureInfo.InvariantCulture)),
        _ => EntityProperty.Of(name, long.Parse(value, CultureInfo.InvariantCulture)),
    };
}
