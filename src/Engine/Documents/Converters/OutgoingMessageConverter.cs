using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Documents.Converters;

/// <summary>
/// A message to be sent as one array of numbers: the blob of its source, then offset, removed bytes and inserted blob
/// of each splice.
/// </summary>
internal sealed class OutgoingMessageConverter : JsonConverter<OutgoingMessage>
{
    public override OutgoingMessage Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("a message is an array");
        var numbers = new List<int>();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number) numbers.Add(reader.GetInt32());
        if (reader.TokenType != JsonTokenType.EndArray || numbers.Count % 3 != 1)
            throw new JsonException("a message is a source and splices of three numbers");
        var source = BlobReader.Current.Bytes(numbers[0]);
        var splices = new Splice[numbers.Count / 3];
        var end = 0;
        for (var i = 0; i < splices.Length; i++)
        {
            var (offset, removed) = (numbers[3 * i + 1], numbers[3 * i + 2]);
            if (offset < end || removed < 0 || removed > source.Length - offset)
                throw new JsonException("a splice lies outside of its source");
            end = offset + removed;
            splices[i] = new Splice(offset, removed, BlobReader.Current.Bytes(numbers[3 * i + 3]));
        }
        return new OutgoingMessage(source, splices);
    }

    public override void Write(Utf8JsonWriter writer, OutgoingMessage value, JsonSerializerOptions options)
    {
        var blobs = BlobWriter.Current;
        writer.WriteStartArray();
        writer.WriteNumberValue(blobs.Add(value.Source));
        foreach (var splice in value.Splices)
        {
            writer.WriteNumberValue(splice.Offset);
            writer.WriteNumberValue(splice.Removed);
            writer.WriteNumberValue(blobs.Add(splice.Inserted));
        }
        writer.WriteEndArray();
    }
}
