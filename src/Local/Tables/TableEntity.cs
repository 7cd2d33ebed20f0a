using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tables;

/// <summary>An entity as the service sent it, with its version.</summary>
internal readonly record struct TableEntity(EntityProperties Properties, string? ETag);
