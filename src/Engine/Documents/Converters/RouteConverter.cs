using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Documents.Converters;

/// <summary>A route as the decision document that users write, too.</summary>
internal sealed class RouteConverter : JsonConverter<Route>
{
    public override Route Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        RouteReader.Read(JsonElement.ParseValue(ref reader), "$", out var error)
        ?? throw new JsonException(error!.ToString());

    public override void Write(Utf8JsonWriter writer, Route value, JsonSerializerOptions options) =>
        RouteWriter.Write(writer, value);
}
