using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessSip.Engine.Documents.Converters;

/// <summary>Bytes as the number of their blob.</summary>
internal sealed class BytesConverter : JsonConverter<ReadOnlyMemory<byte>>
{
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        BlobReader.Current.Bytes(reader.GetInt32());

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(BlobWriter.Current.Add(value));
}
