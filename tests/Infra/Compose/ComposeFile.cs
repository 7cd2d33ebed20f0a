using System.Text.Json;
using ServerlessSip.Infra.Reader;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra.Compose;

/// <summary>The compose file as data.</summary>
internal sealed class ComposeFile(string text)
{
    public const string Path = "infra/docker/compose.yaml";
    private const string Schema = "tests/Infra/Compose/compose-spec.json";

    private static readonly Lazy<ComposeFile> s_actual = new(() => new ComposeFile(Clone.Read(Path)));

    public static ComposeFile Actual => s_actual.Value;

    public string Text { get; } = text;

    public JsonElement Data { get; } = NodeReader.Yaml(text);

    public IEnumerable<string> Errors()
    {
        using var schema = JsonDocument.Parse(Clone.Read(Schema));
        return NodeReader.Check(schema.RootElement, Data);
    }

    public JsonElement Service(string name) => Data.GetProperty("services").GetProperty(name);

    public IReadOnlyDictionary<string, string> Environment(string service) =>
        Service(service).GetProperty("environment").EnumerateObject()
            .ToDictionary(p => p.Name, p => p.Value.ToString());
}
