using System.Diagnostics;

namespace ServerlessSip.Simulation.Checks;

/// <summary>The comparison of branches taken with those that are known to be untaken finds what differs.</summary>
public sealed class BranchListTests : IDisposable
{
    private const string Line = "if (a is not null) return;";
    private const string Known = $"1 | One.cs: {Line} | nobody gives it null";
    private readonly string _folder = Directory.CreateTempSubdirectory("branches").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, 1, "", 0, "2 of 2 taken")]
    [InlineData(1, 0, Known, 0, "1 of 2 taken")]
    [InlineData(1, 0, "", 1, "One.cs(2): error BRANCH: 1 untaken: " + Line)]
    [InlineData(0, 0, Known, 1, "One.cs(2): error BRANCH: 2 untaken: " + Line)]
    [InlineData(1, 1, Known, 1, "branches.txt(1): error BRANCH: 0 of 1 are left: One.cs: " + Line)]
    [InlineData(1, 0, "1 | One.cs: " + Line, 1, "branches.txt(1): error BRANCH: expected: count | File.cs")]
    public void What_differs_fails(int first, int second, string known, int exit, string said)
    {
        Write("One.cs", $"void F() {{\n  {Line}\n}}\n");
        Write("branches.txt", known);
        Write("proxy.json", $$$$$$"""
            {"One.dll": {"/src/One.cs": {"One": {"F()": {"Lines": {"2": 1}, "Branches": [
            {"Line": 2, "Offset": 1, "EndOffset": 2, "Path": 0, "Ordinal": 0, "Hits": {{{{{{first}}}}}}},
            {"Line": 2, "Offset": 1, "EndOffset": 9, "Path": 1, "Ordinal": 1, "Hits": {{{{{{second}}}}}}}]}}}}}
            """);
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, WorkingDirectory = _folder };
        foreach (var argument in new[] { Script, "proxy.json", "branches.txt", _folder })
            start.ArgumentList.Add(argument);
        using var node = Process.Start(start)!;
        Assert.Contains(said, node.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
        node.WaitForExit();
        Assert.Equal(exit, node.ExitCode);
    }

    private static string Script => Path.Combine(AppContext.BaseDirectory, "branches.mjs");

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
