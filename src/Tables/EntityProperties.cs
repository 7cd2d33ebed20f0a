using System.Collections;

namespace ServerlessSip.Tables;

/// <summary>One table entity as an ordered bag of typed properties, PartitionKey and RowKey first.</summary>
public sealed class EntityProperties : IReadOnlyList<EntityProperty>
{
    private readonly List<EntityProperty> _items = new(capacity: 12);

    public int Count => _items.Count;

    public EntityProperty this[int index] => _items[index];

    public void Add(EntityProperty property) => _items.Add(property);

    /// <summary>The text under this name; null when it is missing or of another type.</summary>
    public string? Text(string name) =>
        Find(name) is { Kind: EntityValueKind.Text } found ? found.Text : null;

    /// <summary>The bytes under this name; null when they are missing or of another type.</summary>
    public ReadOnlyMemory<byte>? Binary(string name) =>
        Find(name) is { Kind: EntityValueKind.Binary } found ? found.Binary : null;

    /// <summary>The number under this name; null when it is missing or no 32-bit integer.</summary>
    public int? Int32(string name) =>
        Find(name) is { Kind: EntityValueKind.Int32 } found ? (int)found.Number : null;

    /// <summary>The instant under this name; null when it is missing or of another type.</summary>
    public DateTimeOffset? Instant(string name) =>
        Find(name) is { Kind: EntityValueKind.Instant } found ? found.Instant : null;

    public IEnumerator<EntityProperty> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // An entity has about ten properties: a scan is shorter than a dictionary's hash.
    private EntityProperty? Find(string name)
    {
        foreach (var property in _items)
            if (property.Name == name) return property;
        return null;
    }
}
