using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Documents.Converters;

/// <summary>A message as the number of the blob with its bytes.</summary>
internal sealed class SipMessageConverter : JsonConverter<SipMessage>
{
    public override SipMessage Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        BlobReader.Current.Message(reader.GetInt32());

    public override void Write(Utf8JsonWriter writer, SipMessage value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(BlobWriter.Current.Add(value.Bytes));
}
