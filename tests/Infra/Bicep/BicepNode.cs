using System.Text.Json.Serialization;

namespace ServerlessSip.Infra.Bicep;

/// <summary>A node of the syntax tree; only leaves have text.</summary>
internal sealed record BicepNode
{
    [JsonPropertyName("t")]
    public required string Type { get; init; }

    [JsonPropertyName("f")]
    public string? Field { get; init; }

    [JsonPropertyName("r")]
    public required int Row { get; init; }

    /// <summary>The words and signs between the children, e.g. an operator.</summary>
    [JsonPropertyName("o")]
    public string Words { get; init; } = "";

    [JsonPropertyName("x")]
    public string Text { get; init; } = "";

    [JsonPropertyName("c")]
    public required BicepNode[] Children { get; init; }

    public IEnumerable<BicepNode> All => [this, .. Children.SelectMany(c => c.All)];

    public BicepNode? this[string field] => Children.FirstOrDefault(c => c.Field == field);

    /// <summary>The text of a string with no interpolation; else null.</summary>
    public string? Literal => Type switch
    {
        "string" when Children.All(c => c.Type != "interpolation") => string.Concat(Children.Select(c => c.Text)),
        "number" or "boolean" => Text,
        _ => null,
    };

    /// <summary>The properties of an object, by key.</summary>
    public IEnumerable<(string Key, BicepNode Value)> Properties =>
        from property in Children
        where property.Type == "object_property"
        select (property.Children[0].Type == "string" ? property.Children[0].Literal ?? "" : property.Children[0].Text,
            property.Children[^1]);

    public BicepNode? Property(params string[] path) => path.Aggregate(
        (BicepNode?)this, (node, key) => node?.Properties.FirstOrDefault(p => p.Key == key).Value);

    /// <summary><c>a.b.c</c> as its parts; empty for anything else.</summary>
    public string[] Chain => Type switch
    {
        "identifier" or "property_identifier" => [Text],
        "member_expression" => [.. Children[0].Chain, .. Children[^1].Chain],
        "subscript_expression" => Children[0].Chain,
        _ => [],
    };
}
