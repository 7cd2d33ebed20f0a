using System.Text.Json.Serialization;

namespace ServerlessSip.Infra.Reader;

/// <summary>What read.mjs is asked: texts by name.</summary>
internal sealed record Questions
{
    [JsonPropertyName("bicep")]
    public Dictionary<string, string> Bicep { get; init; } = [];

    [JsonPropertyName("yaml")]
    public Dictionary<string, string> Yaml { get; init; } = [];

    [JsonPropertyName("schema")]
    public Dictionary<string, SchemaQuestion> Schema { get; init; } = [];
}
