namespace ServerlessSip.Architecture;

/// <summary>The files of this checkout, without what builds and tools leave behind.</summary>
internal static class Repository
{
    private static readonly HashSet<string> Skipped =
        [".git", "bin", "obj", ".local", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", ".vs", ".idea"];

    private static readonly string[] TextEndings =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".slnf", ".json", ".md", ".txt", ".yml", ".yaml", ".xml",
        ".js", ".mjs", ".cjs", ".html", ".css", ".sh", ".cfg", ".bicep", ".tsv", "run", ".editorconfig",
        ".gitignore", ".gitattributes", "LICENSE", ".npmrc",
    ];

    public static string Root { get; } = FindRoot();

    /// <summary>Every file, relative to the root, with forward slashes, sorted.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. Files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal)).Select(f => new SourceFile(f, Read(f)))];

    public static IEnumerable<SourceFile> SourcesUnder(params string[] folders) =>
        Sources.Where(s => folders.Any(s.IsUnder));

    public static IEnumerable<string> TextFiles =>
        Files.Where(f => TextEndings.Any(e => f.EndsWith(e, StringComparison.Ordinal)));

    public static bool IsUnder(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
            yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        foreach (var sub in Directory.EnumerateDirectories(folder))
        {
            if (Skipped.Contains(Path.GetFileName(sub))) continue;
            foreach (var file in Walk(sub)) yield return file;
        }
    }

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "serverless-sip.sln"))) return folder;
        throw new InvalidOperationException("serverless-sip.sln stands in no folder above the test's");
    }
}
