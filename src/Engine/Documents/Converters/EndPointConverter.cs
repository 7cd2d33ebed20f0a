using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessSip.Engine.Documents.Converters;

/// <summary>An address as <c>address:port</c>, IPv6 in brackets.</summary>
internal sealed class EndPointConverter : JsonConverter<IPEndPoint>
{
    public override IPEndPoint Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        IPEndPoint.TryParse(reader.GetString() ?? "", out var value) ? value : throw new JsonException("no address");

    public override void Write(Utf8JsonWriter writer, IPEndPoint value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
