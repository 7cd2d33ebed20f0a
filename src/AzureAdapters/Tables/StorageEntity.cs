using Azure.Data.Tables;
using ServerlessSip.Tables;

namespace ServerlessSip.AzureAdapters.Tables;

/// <summary>The properties of an entity in the types of the client library, and back.</summary>
internal static class StorageEntity
{
    public static TableEntity Of(EntityProperties properties)
    {
        var entity = new TableEntity();
        foreach (var property in properties)
        {
            entity[property.Name] = property.Kind switch
            {
                EntityValueKind.Text => property.Text!,
                EntityValueKind.Binary => property.Binary.ToArray(),
                EntityValueKind.Int32 => (int)property.Number,
                EntityValueKind.Int64 => property.Number,
                _ => property.Instant,
            };
        }
        return entity;
    }

    /// <summary>What documents have no use for is left out.</summary>
    public static EntityProperties Read(TableEntity entity)
    {
        EntityProperties properties = [];
        foreach (var name in entity.Keys)
        {
            if (Property(name, entity[name]) is { } property) properties.Add(property);
        }
        return properties;
    }

    private static EntityProperty? Property(string name, object? value) => value switch
    {
        string text => EntityProperty.Of(name, text),
        byte[] binary => EntityProperty.Of(name, (ReadOnlyMemory<byte>)binary),
        BinaryData binary => EntityProperty.Of(name, binary.ToMemory()),
        int number => EntityProperty.Of(name, number),
        long number => EntityProperty.Of(name, number),
        DateTimeOffset instant => EntityProperty.Of(name, instant),
        _ => null,
    };
}
