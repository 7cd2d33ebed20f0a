using ServerlessSip.Infra.Bicep;

namespace ServerlessSip.Infra.Rules;

/// <summary>The settings that a template gives to functions and relays.</summary>
internal static class Settings
{
    public static IReadOnlyDictionary<string, BicepNode> OfFunctions(Templates templates) =>
        Merge(Of(templates, Templates.Main, "functionSettings"), Module(templates, "functions", "appSettings"));

    public static IReadOnlyDictionary<string, BicepNode> OfMachines(Templates templates) => Merge(
        Of(templates, Templates.Main, "machineSettings"),
        [.. templates[Templates.Modules + "relays.bicep"].Find("configured")!.Value.All
            .Where(n => n.Type == "string_content" && n.Text.EndsWith('='))
            .Select(n => (n.Text.TrimEnd('='), n))]);

    private static List<(string, BicepNode)> Module(Templates templates, string module, string resource)
    {
        var file = templates[$"{Templates.Modules}{module}.bicep"];
        return [.. Keys(file, file.Find(resource)!.Body.Property("properties")!)];
    }

    private static List<(string, BicepNode)> Of(Templates templates, string path, string variable) =>
        [.. Keys(templates[path], templates[path].Find(variable)!.Value)];

    private static IEnumerable<(string, BicepNode)> Keys(BicepFile file, BicepNode node) => node.Type switch
    {
        "object" => node.Properties,
        "call_expression" => node["arguments"]!.Children.SelectMany(c => Keys(file, c)),
        "ternary_expression" => Keys(file, node["consequence"]!).Concat(Keys(file, node["alternative"]!)),
        "parenthesized_expression" => Keys(file, node.Children[0]),
        "identifier" when file.Find(node.Text) is { Kind: "variable" } variable => Keys(file, variable.Value),
        _ => [],
    };

    private static Dictionary<string, BicepNode> Merge(params List<(string Key, BicepNode Value)>[] parts)
    {
        var merged = new Dictionary<string, BicepNode>(StringComparer.Ordinal);
        foreach (var (key, value) in parts.SelectMany(p => p)) merged[key] = value;
        return merged;
    }
}
