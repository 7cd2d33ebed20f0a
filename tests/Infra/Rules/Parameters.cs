using ServerlessSip.Infra.Bicep;

namespace ServerlessSip.Infra.Rules;

/// <summary>Parameters explain themselves, and the sample files keep to them.</summary>
internal static class Parameters
{
    public static IEnumerable<string> WithoutDescription(Templates templates) =>
        from file in templates.OfResources
        from declared in file.Declarations
        where declared.Kind is "parameter" or "output"
        where declared.Decorator("description")?["arguments"]?.Children.FirstOrDefault()?.Literal is not { Length: > 9 }
        select $"{file.Path}: {declared.Kind} {declared.Name} has no description";

    /// <summary>A default or a value that a sample file gives, and that the template refuses.</summary>
    public static IEnumerable<string> Refused(Templates templates) =>
        from file in templates.OfResources
        from parameter in file.Of("parameter")
        from value in parameter.HasDefault ? Given(templates, file, parameter).Prepend((file, parameter.Value))
            : Given(templates, file, parameter)
        from problem in Problems(parameter, value.Item2)
        select $"{value.Item1.Path}: {parameter.Name} {problem}";

    public static IEnumerable<string> WrongFiles(Templates templates)
    {
        var main = templates[Templates.Main];
        var known = main.Of("parameter").Select(p => p.Name).ToHashSet();
        var required = main.Of("parameter").Where(p => !p.HasDefault).Select(p => p.Name).ToArray();
        return
        [
            .. from file in templates.OfParameters
               from given in file.Of("variable")
               where !known.Contains(given.Name)
               select $"{file.Path}: {given.Name} is no parameter",
            .. from file in templates.OfParameters
               from name in required.Except(file.Of("variable").Select(v => v.Name))
               select $"{file.Path}: {name} is not given",
        ];
    }

    private static IEnumerable<(BicepFile, BicepNode)> Given(Templates templates, BicepFile file, Declaration parameter)
    {
        if (file.Path == Templates.Main)
            return templates.OfParameters.SelectMany(p =>
                p.Of("variable").Where(v => v.Name == parameter.Name).Select(v => (p, v.Value)));
        return from user in templates.OfResources
               from module in user.Of("module")
               where user.Resolve(module) == file.Path
               let value = module.Body.Property("params", parameter.Name)
               where value is not null
               select (user, value);
    }

    private static IEnumerable<string> Problems(Declaration parameter, BicepNode value)
    {
        if (value.Literal is not { } text) return [];
        var allowed = Argument(parameter, "allowed")?.Children.Select(c => c.Literal).ToArray();
        if (allowed is not null && !allowed.Contains(text)) return [$"is {text}, which is not allowed"];
        if (Limit(parameter, "minValue") is { } least && Number(value) < least) return [$"is {text}, under {least}"];
        if (Limit(parameter, "maxValue") is { } most && Number(value) > most) return [$"is {text}, over {most}"];
        if (Limit(parameter, "minLength") is { } shortest && text.Length < shortest) return [$"is {text}, too short"];
        return Limit(parameter, "maxLength") is { } longest && text.Length > longest ? [$"is {text}, too long"] : [];
    }

    private static BicepNode? Argument(Declaration parameter, string decorator) =>
        parameter.Decorator(decorator)?["arguments"]?.Children.FirstOrDefault();

    private static long? Limit(Declaration parameter, string decorator) =>
        Argument(parameter, decorator) is { } limit ? Number(limit) : null;

    private static long Number(BicepNode value) =>
        long.Parse(value.Text, System.Globalization.CultureInfo.InvariantCulture);
}
