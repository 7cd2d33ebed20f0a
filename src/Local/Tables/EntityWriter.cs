using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tables;

/// <summary>Writes an entity as the table service's JSON; a type that JSON lacks is named before its value.</summary>
internal static class EntityWriter
{
    // The body is read by the service alone, so '+' of base64 need not be written as \u002B.
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    internal static void Write(IBufferWriter<byte> target, EntityProperties entity)
    {
        using var json = new Utf8JsonWriter(target, Options);
        json.WriteStartObject();
        foreach (var property in entity) Write(json, property);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, in EntityProperty property)
    {
        switch (property.Kind)
        {
            case EntityValueKind.Text:
                json.WriteString(property.Name, property.Text);
                break;
            case EntityValueKind.Int32:
                json.WriteNumber(property.Name, property.Number);
                break;
            case EntityValueKind.Int64:
                WriteType(json, property.Name, EdmTypes.Int64);
                json.WriteString(property.Name, property.Number.ToString(CultureInfo.InvariantCulture));
                break;
            case EntityValueKind.Binary:
                WriteType(json, property.Name, EdmTypes.Binary);
                json.WriteBase64String(property.Name, property.Binary.Span);
                break;
            case EntityValueKind.Instant:
                WriteType(json, property.Name, EdmTypes.DateTime);
                json.WriteString(property.Name, StoreFilter.InstantText(property.Instant));
                break;
        }
    }

    private static void WriteType(Utf8JsonWriter json, string name, string type) =>
        json.WriteString(name + EdmTypes.Annotation, type);
}
