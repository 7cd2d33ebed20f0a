namespace ServerlessSip.Tables;

/// <summary>An entity as a table service gave it.</summary>
public sealed record StoredEntity(EntityProperties Properties, string? ETag);
