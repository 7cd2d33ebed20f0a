using System.Diagnostics;
using System.Text.Json;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra.Reader;

/// <summary>Runs read.mjs, whose packages are installed as its package-lock.json says.</summary>
internal static class NodeReader
{
    private const string Folder = "tests/Infra/Reader";
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    // Two test runs at once take turns: the script holds a lock while npm works.
    private static readonly Lazy<bool> Installed = new(() =>
    {
        Run([Clone.At("src/Api/Console/restore.mjs"), Clone.At(Folder)], "");
        return true;
    });

    public static Readings Read(Questions questions)
    {
        _ = Installed.Value;
        var answer = Run([Clone.At($"{Folder}/read.mjs")], JsonSerializer.Serialize(questions));
        return JsonSerializer.Deserialize<Readings>(answer)!;
    }

    /// <summary>The errors that a schema finds in data, none when it is valid.</summary>
    public static IReadOnlyList<string> Check(JsonElement schema, JsonElement data) =>
        Read(new Questions { Schema = { ["it"] = new SchemaQuestion(schema, data) } }).Schema["it"];

    public static JsonElement Yaml(string text) =>
        Read(new Questions { Yaml = { ["it"] = text } }).Yaml["it"];

    private static string Run(string[] arguments, string input)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var errors = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEndAsync();
        node.StandardInput.Write(input);
        node.StandardInput.Close();
        if (!node.WaitForExit(Timeout))
        {
            node.Kill(entireProcessTree: true);
            throw new TimeoutException($"node {arguments[0]} took over {Timeout.TotalMinutes} minutes");
        }
        return node.ExitCode == 0
            ? output.GetAwaiter().GetResult()
            : throw new InvalidOperationException(
                $"node {arguments[0]} ended with {node.ExitCode}: {errors.GetAwaiter().GetResult()}");
    }
}
