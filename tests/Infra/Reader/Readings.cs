using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSip.Infra.Bicep;

namespace ServerlessSip.Infra.Reader;

/// <summary>What read.mjs answers, by the same names.</summary>
internal sealed record Readings(
    [property: JsonPropertyName("bicep")] Dictionary<string, ParsedBicep> Bicep,
    [property: JsonPropertyName("yaml")] Dictionary<string, JsonElement> Yaml,
    [property: JsonPropertyName("schema")] Dictionary<string, string[]> Schema);
