using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Documents.Converters;

/// <summary>An id as its 32 hexadecimal digits.</summary>
internal sealed class InputIdConverter : JsonConverter<InputId>
{
    public override InputId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        UInt128.TryParse(
            reader.GetString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new InputId(value)
            : throw new JsonException("an id is 32 hexadecimal digits");

    public override void Write(Utf8JsonWriter writer, InputId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
