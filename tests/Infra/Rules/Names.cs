using ServerlessSip.Infra.Bicep;

namespace ServerlessSip.Infra.Rules;

/// <summary>What is declared is used, and what is used is declared, across modules too.</summary>
internal static class Names
{
    /// <summary>The functions and namespaces of Bicep that these templates use.</summary>
    private static readonly HashSet<string> s_builtIn =
    [
        "array", "base64", "concat", "contains", "empty", "filter", "guid", "int", "items", "join", "length",
        "loadFileAsBase64", "loadTextContent", "map", "max", "min", "range", "replace", "resourceGroup", "skip",
        "split", "string", "subscription", "subscriptionResourceId", "take", "toLower", "union", "uniqueString",
        "allowed", "description", "maxLength", "maxValue", "minLength", "minValue", "secure",
        "string", "int", "bool", "object", "array", "null",
    ];

    public static IEnumerable<string> Unread(Templates templates) =>
        templates.Files.Where(f => f.Parsed.Errors.Length > 0)
            .Select(f => $"{f.Path}: rows {string.Join(", ", f.Parsed.Errors)}");

    public static IEnumerable<string> Unused(Templates templates) =>
        from file in templates.OfResources
        let used = file.Uses.Select(u => u.Text).ToHashSet()
        from declared in file.Declarations
        where declared.Kind is "parameter" or "variable" || declared.IsExisting
        where !used.Contains(declared.Name)
        select $"{file.Path}: {declared.Name} is used by nothing";

    public static IEnumerable<string> Undeclared(Templates templates) =>
        from file in templates.OfResources
        let declared = file.Declarations.Select(d => d.Name).Concat(LocalNames(file)).ToHashSet()
        from use in file.Uses
        where !declared.Contains(use.Text) && !s_builtIn.Contains(use.Text)
        select $"{file.Path}:{use.Row}: {use.Text} is declared nowhere";

    public static IEnumerable<string> Twice(Templates templates) =>
        from file in templates.Files
        from same in file.Declarations.Where(d => d.Kind != "output").GroupBy(d => d.Name)
        where same.Count() > 1
        select $"{file.Path}: {same.Key} is declared {same.Count()} times";

    public static IEnumerable<string> WrongModules(Templates templates) =>
        from file in templates.OfResources
        from module in file.Of("module")
        from problem in Problems(templates, file, module)
        select $"{file.Path}: {module.Name}: {problem}";

    public static IEnumerable<string> UnusedModules(Templates templates)
    {
        var used = templates.OfResources.SelectMany(f => f.Of("module").Select(f.Resolve)).ToHashSet();
        return templates.OfResources.Where(f => f.Path != Templates.Main && !used.Contains(f.Path))
            .Select(f => $"{f.Path}: no template has it as a module");
    }

    private static IEnumerable<string> Problems(Templates templates, BicepFile file, Declaration module)
    {
        var path = file.Resolve(module);
        var target = templates.Files.FirstOrDefault(f => f.Path == path);
        if (target is null) return [$"{path} does not exist"];
        var given = module.Body.Property("params")?.Properties.Select(p => p.Key).ToHashSet() ?? [];
        var known = target.Of("parameter").ToArray();
        var outputs = target.Of("output").Select(o => o.Name).ToHashSet();
        var asked = file.Declarations.SelectMany(d => d.Node.All).Select(n => n.Chain)
            .Where(c => c.Length >= 3 && c[0] == module.Name && c[1] == "outputs").Select(c => c[2]).Distinct();
        return
        [
            .. given.Except(known.Select(p => p.Name)).Select(p => $"has no parameter {p}"),
            .. known.Where(p => !p.HasDefault && !given.Contains(p.Name)).Select(p => $"is not given {p.Name}"),
            .. asked.Where(o => !outputs.Contains(o)).Select(o => $"has no output {o}"),
        ];
    }

    private static IEnumerable<string> LocalNames(BicepFile file) =>
        file.Parsed.Root.All.SelectMany(node => node.Type switch
        {
            "for_statement" => Loop(node.Children[0]),
            "lambda_expression" => Loop(node.Children[0]),
            _ => [],
        });

    private static IEnumerable<string> Loop(BicepNode head) =>
        head.All.Where(n => n.Children.Length == 0).Select(n => n.Text);
}
