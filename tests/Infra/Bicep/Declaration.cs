namespace ServerlessSip.Infra.Bicep;

/// <summary>One top-level declaration of a Bicep file with its decorators.</summary>
internal sealed record Declaration(BicepNode Node, BicepNode[] Decorators)
{
    public string Name => Node.Children[0].Text;

    /// <summary>Bare kind: parameter, variable, resource, module or output.</summary>
    public string Kind => Node.Type.Split('_')[0];

    public bool HasDefault => Node.Children.Length > 2;

    public BicepNode Value => Node.Children[^1];

    /// <summary>The object of a resource or module, inside its loop and condition.</summary>
    public BicepNode Body => Inner(Value);

    public bool IsExisting => Node.Words.Contains("existing", StringComparison.Ordinal);

    /// <summary>A resource's type or a module's path.</summary>
    public string Target => Node.Children[1].Literal ?? "";

    public BicepNode? Decorator(string name) => Decorators
        .Select(d => d.Children[0])
        .FirstOrDefault(call => call.Type == "call_expression" && call["function"]?.Chain[^1] == name);

    private static BicepNode Inner(BicepNode node) =>
        node.Type is "for_statement" or "if_statement" ? Inner(node.Children[^1]) : node;
}
