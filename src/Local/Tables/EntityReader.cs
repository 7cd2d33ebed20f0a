using System.Globalization;
using System.Text.Json;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tables;

/// <summary>Reads entities from the table service's JSON with minimal metadata.</summary>
internal static class EntityReader
{
    private delegate T? Parse<out T>(ref Utf8JsonReader json);

    /// <summary>Reads the answer to a get; null when it is no such JSON.</summary>
    internal static StoredEntity? Read(ReadOnlySpan<byte> body) => Guard(body, ReadEntity);

    /// <summary>Reads the answer to a query; null when it is no such JSON.</summary>
    internal static List<StoredEntity>? ReadPage(ReadOnlySpan<byte> body) => Guard(body, ReadPage);

    /// <summary>The code in an error's body, <c>{"odata.error":{"code":…}}</c>; null when there is none.</summary>
    internal static string? ErrorCode(ReadOnlySpan<byte> body) => Guard(body, ReadErrorCode);

    private static T? Guard<T>(ReadOnlySpan<byte> body, Parse<T> parse)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            return json.Read() ? parse(ref json) : default;
        }
        catch (JsonException)
        {
            return default;
        }
        catch (InvalidOperationException)
        {
            // A string of invalid UTF-8 or half a surrogate pair.
            return default;
        }
    }

    private static string? ReadErrorCode(ref Utf8JsonReader json)
    {
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("code"u8)) continue;
            return json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : null;
        }
        return null;
    }

    private static List<StoredEntity>? ReadPage(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject) return null;
        List<StoredEntity>? page = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isValue = json.ValueTextEquals("value"u8);
            json.Read();
            if (!isValue) json.Skip();
            else if ((page = ReadArray(ref json)) is null) return null;
        }
        return page;
    }

    private static List<StoredEntity>? ReadArray(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray) return null;
        List<StoredEntity> page = [];
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (ReadEntity(ref json) is not { } entity) return null;
            page.Add(entity);
        }
        return page;
    }

    private static StoredEntity? ReadEntity(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject) return null;
        EntityProperties properties = [];
        string? etag = null;
        var type = EntityValueKind.None;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            var isText = json.TokenType == JsonTokenType.String;
            if (name == EdmTypes.ETag && isText) etag = json.GetString();
            else if (name.EndsWith(EdmTypes.Annotation, StringComparison.Ordinal) && isText) type = ReadType(ref json);
            else if (name.StartsWith(EdmTypes.Metadata, StringComparison.Ordinal)) json.Skip();
            else if (!TryReadProperty(ref json, name, type, properties)) return null;
            else type = EntityValueKind.None;
        }
        return new StoredEntity(properties, etag);
    }

    // The annotation stands before its property, as the OData JSON format demands.
    private static EntityValueKind ReadType(ref Utf8JsonReader json) =>
        json.ValueTextEquals(EdmTypes.Binary) ? EntityValueKind.Binary
        : json.ValueTextEquals(EdmTypes.DateTime) ? EntityValueKind.Instant
        : json.ValueTextEquals(EdmTypes.Int64) ? EntityValueKind.Int64
        : EntityValueKind.None;

    private static bool TryReadProperty(
        ref Utf8JsonReader json, string name, EntityValueKind type, EntityProperties entity)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Number:
                // A double, which no document of ours has, is left out.
                if (json.TryGetInt32(out var number)) entity.Add(EntityProperty.Of(name, number));
                return true;
            case JsonTokenType.String:
                if (ReadString(ref json, name, type) is not { } property) return false;
                entity.Add(property);
                return true;
            default:
                json.Skip();
                return true;
        }
    }

    private static EntityProperty? ReadString(ref Utf8JsonReader json, string name, EntityValueKind type) => type switch
    {
        EntityValueKind.Binary => json.TryGetBytesFromBase64(out var bytes)
            ? EntityProperty.Of(name, (ReadOnlyMemory<byte>)bytes)
            : null,
        EntityValueKind.Instant => json.TryGetDateTimeOffset(out var instant) ? EntityProperty.Of(name, instant) : null,
        EntityValueKind.Int64 => long.TryParse(
            json.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? EntityProperty.Of(name, number)
            : null,
        _ => EntityProperty.Of(name, json.GetString()!),
    };
}
