using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Documents.Converters;

/// <summary>A key as its letter and 32 hexadecimal digits.</summary>
internal sealed class ActorKeyConverter : JsonConverter<ActorKey>
{
    public override ActorKey Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        ActorKey.TryParse(reader.GetString(), out var key) ? key : throw new JsonException("no actor's key");

    public override void Write(Utf8JsonWriter writer, ActorKey value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
