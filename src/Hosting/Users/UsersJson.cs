using System.Collections.Immutable;
using System.Text.Json;
using ServerlessSip.Hosting.Options;

namespace ServerlessSip.Hosting.Users;

/// <summary>Users as a JSON object of passwords by name, e.g. <c>{"alice":"pw-alice"}</c>.</summary>
internal static class UsersJson
{
    /// <summary>Null for anything that is no such object, or an empty one.</summary>
    public static ImmutableSortedDictionary<string, string>? TryRead(string json)
    {
        try
        {
            var read = JsonSerializer.Deserialize<Dictionary<string, string?>>(json);
            if (read is null or { Count: 0 }) return null;
            if (!read.All(u => UserOptions.IsName(u.Key) && u.Value is { } p && UserOptions.IsPassword(p))) return null;
            return read.ToImmutableSortedDictionary(
                u => u.Key.ToLowerInvariant(), u => u.Value!, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return null;
        }
    }
}
