using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tables;

/// <summary>Reads entities from the table service's JSON with minimal metadata.</summary>
internal static class EntityReader
{
    /// <summary>Reads the answer to a get; false when it is no such JSON.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> body, out TableEntity entity)
    {
        entity = default;
        try
        {
            var json = new Utf8JsonReader(body);
            return json.Read() && TryReadEntity(ref json, out entity);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads the answer to a query; false when it is no such JSON.</summary>
    internal static bool TryReadPage(ReadOnlySpan<byte> body, [NotNullWhen(true)] out List<TableEntity>? page)
    {
        page = null;
        try
        {
            var json = new Utf8JsonReader(body);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isValue = json.ValueTextEquals("value"u8);
                json.Read();
                if (!isValue) json.Skip();
                else if (!TryReadArray(ref json, page = [])) return false;
            }
            return page is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The code in an error's body, <c>{"odata.error":{"code":…}}</c>; null when there is none.</summary>
    internal static string? ErrorCode(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals("code"u8)) continue;
                return json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : null;
            }
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryReadArray(ref Utf8JsonReader json, List<TableEntity> page)
    {
        if (json.TokenType != JsonTokenType.StartArray) return false;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (!TryReadEntity(ref json, out var entity)) return false;
            page.Add(entity);
        }
        return true;
    }

    private static bool TryReadEntity(ref Utf8JsonReader json, out TableEntity entity)
    {
        entity = new TableEntity([], null);
        if (json.TokenType != JsonTokenType.StartObject) return false;
        var type = EntityValueKind.None;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (name.EndsWith(EdmTypes.Annotation, StringComparison.Ordinal)) type = ReadType(ref json);
            else if (name == "odata.etag") entity = entity with { ETag = json.GetString() };
            else if (!TryReadProperty(ref json, name, type, entity.Properties)) return false;
            else type = EntityValueKind.None;
        }
        return true;
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
