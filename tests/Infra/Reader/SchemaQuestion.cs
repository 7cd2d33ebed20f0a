using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessSip.Infra.Reader;

/// <summary>Whether data is valid by a JSON schema.</summary>
internal sealed record SchemaQuestion(
    [property: JsonPropertyName("schema")] JsonElement Schema, [property: JsonPropertyName("data")] JsonElement Data);
