using System.Globalization;

namespace ServerlessSip.Infra.Bicep;

/// <summary>Works out what numbers, strings and conditions of a template come to for a file of parameters.</summary>
internal sealed class Evaluation(BicepFile main, BicepFile? parameters)
{
    /// <summary>A long, a string or a bool; throws on what the rules here never ask for.</summary>
    public object Value(string name)
    {
        var given = parameters?.Of("variable").FirstOrDefault(p => p.Name == name);
        return given is not null ? Of(given.Value) : Of(main.Find(name)!.Value);
    }

    public object Of(BicepNode node) => node.Type switch
    {
        "number" => long.Parse(node.Text, CultureInfo.InvariantCulture),
        "boolean" => node.Text == "true",
        "string" when node.Literal is { } text => text,
        "identifier" => Value(node.Text),
        "parenthesized_expression" => Of(node.Children[0]),
        "ternary_expression" => (bool)Of(node["condition"]!) ? Of(node["consequence"]!) : Of(node["alternative"]!),
        "binary_expression" => Binary(node.Words.Trim(), Of(node["left"]!), Of(node["right"]!)),
        "call_expression" when node["function"]!.Text == "string" =>
            Convert.ToString(Of(node["arguments"]!.Children[0]), CultureInfo.InvariantCulture)!,
        _ => throw new InvalidOperationException($"row {node.Row}: {node.Type} is not evaluated"),
    };

    private static object Binary(string sign, object left, object right) => (sign, left, right) switch
    {
        ("+", long a, long b) => a + b,
        ("-", long a, long b) => a - b,
        ("*", long a, long b) => a * b,
        ("/", long a, long b) => a / b,
        ("<", long a, long b) => a < b,
        (">", long a, long b) => a > b,
        ("==", _, _) => Equals(left, right),
        ("!=", _, _) => !Equals(left, right),
        _ => throw new InvalidOperationException($"{left} {sign} {right} is not evaluated"),
    };
}
