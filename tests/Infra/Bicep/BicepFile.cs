namespace ServerlessSip.Infra.Bicep;

/// <summary>A template or a file of parameters, by its declarations.</summary>
internal sealed class BicepFile(string path, ParsedBicep parsed)
{
    public string Path { get; } = path;
    public ParsedBicep Parsed { get; } = parsed;

    public Declaration[] Declarations { get; } = [.. Declare(parsed.Root)];

    public bool IsParameters => Path.EndsWith(".bicepparam", StringComparison.Ordinal);

    public IEnumerable<Declaration> Of(string kind) => Declarations.Where(d => d.Kind == kind);

    public Declaration? Find(string name) =>
        Declarations.FirstOrDefault(d => d.Kind != "output" && d.Name == name);

    /// <summary>The file that a module names, from the root of the clone.</summary>
    public string Resolve(Declaration module)
    {
        var folder = System.IO.Path.GetDirectoryName("/" + Path)!;
        return System.IO.Path.GetFullPath(module.Target, folder).TrimStart('/');
    }

    /// <summary>Names that are used and not those that are declared or are keys of objects.</summary>
    public IEnumerable<BicepNode> Uses => Declarations.SelectMany(UsesOf);

    private static IEnumerable<BicepNode> UsesOf(Declaration declaration) =>
        declaration.Node.Children.Skip(1).Concat(declaration.Decorators).SelectMany(Identifiers);

    private static IEnumerable<BicepNode> Identifiers(BicepNode node) => node.Type switch
    {
        "identifier" => [node],
        "object_property" => Identifiers(node.Children[^1])
            .Concat(node.Children[0].Type == "string" ? Identifiers(node.Children[0]) : []),
        _ => node.Children.SelectMany(Identifiers),
    };

    private static IEnumerable<Declaration> Declare(BicepNode root)
    {
        var decorators = new List<BicepNode>();
        foreach (var node in root.Children)
        {
            if (node.Type == "decorators")
            {
                decorators.AddRange(node.Children);
            }
            else if (node.Type.EndsWith("_declaration", StringComparison.Ordinal)
                && node.Type != "metadata_declaration")
            {
                yield return new Declaration(node, [.. decorators]);
                decorators.Clear();
            }
        }
    }
}
