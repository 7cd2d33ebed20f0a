namespace ServerlessSip.Infra.Texts;

/// <summary>The files of this clone, by their path from its root.</summary>
internal static class Clone
{
    public static string Root { get; } = Find();

    public static string At(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(At(path));

    public static bool Has(string path) => Path.Exists(At(path));

    /// <summary>Every file below a folder whose name ends so; none when the folder is missing.</summary>
    public static IEnumerable<string> Below(string folder, string ending) =>
        !Directory.Exists(At(folder)) ? [] : Directory
            .EnumerateFiles(At(folder), "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Where(f => f.EndsWith(ending, StringComparison.Ordinal) && !IsBuilt(f))
            .Order(StringComparer.Ordinal);

    private static bool IsBuilt(string path) =>
        path.Split('/').Any(part => part is "bin" or "obj" or "node_modules");

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "serverless-sip.sln"))) return folder;
        throw new InvalidOperationException("the tests do not lie inside the clone");
    }
}
