namespace ServerlessSip.Tables;

/// <summary>One named value of a table entity; <see cref="Kind"/> says which of its members holds it.</summary>
public readonly record struct EntityProperty
{
    public required string Name { get; init; }

    public required EntityValueKind Kind { get; init; }

    /// <summary>The value of <see cref="EntityValueKind.Text"/>.</summary>
    public string? Text { get; private init; }

    /// <summary>The value of <see cref="EntityValueKind.Binary"/>.</summary>
    public ReadOnlyMemory<byte> Binary { get; private init; }

    /// <summary>The value of <see cref="EntityValueKind.Int32"/> and <see cref="EntityValueKind.Int64"/>.</summary>
    public long Number { get; private init; }

    /// <summary>The value of <see cref="EntityValueKind.Instant"/>, in UTC.</summary>
    public DateTimeOffset Instant { get; private init; }

    public static EntityProperty Of(string name, string text) =>
        new() { Name = name, Kind = EntityValueKind.Text, Text = text };

    public static EntityProperty Of(string name, ReadOnlyMemory<byte> binary) =>
        new() { Name = name, Kind = EntityValueKind.Binary, Binary = binary };

    public static EntityProperty Of(string name, int number) =>
        new() { Name = name, Kind = EntityValueKind.Int32, Number = number };

    public static EntityProperty Of(string name, long number) =>
        new() { Name = name, Kind = EntityValueKind.Int64, Number = number };

    public static EntityProperty Of(string name, DateTimeOffset instant) =>
        new() { Name = name, Kind = EntityValueKind.Instant, Instant = instant.ToUniversalTime() };
}
