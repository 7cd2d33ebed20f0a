namespace ServerlessSip.Engine.Runtime.Routes;

/// <summary>What a table holds, for whoever starts the server.</summary>
internal static class RouteTableText
{
    public static IReadOnlyList<string> Lines(RouteTableParts parts)
    {
        var lines = new List<string>();
        for (var i = 0; i < parts.Before.Count; i++) lines.Add($"before {i + 1}  {parts.Before[i].Name}");
        var width = parts.Rules.Count == 0 ? 0 : parts.Rules.Max(r => r.Rule.Name.Length);
        for (var i = 0; i < parts.Rules.Count; i++)
        {
            var (rule, pattern, order) = parts.Rules[i];
            var line = $"route {i + 1}  {rule.Name.PadRight(width)}  {pattern}";
            if (order != 0) line += $", order {order}";
            lines.Add(rule.IsWork ? line + ", may wait" : line);
        }
        foreach (var (name, method) in parts.Continuations) lines.Add($"continuation {name}  {method.Name}");
        foreach (var (hook, method) in parts.Hooks)
            lines.Add($"on {hook.ToString().ToLowerInvariant()}  {method.Name}");
        return lines;
    }
}
