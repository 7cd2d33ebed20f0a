namespace ServerlessSip.Contracts;

/// <summary>Whether the programs that a test drives are installed.</summary>
public static class Tools
{
    /// <summary>Why to skip; null when all are here, or <c>CI</c> is set and the test shall fail instead.</summary>
    public static string? SkipReason(IReadOnlyList<string> tools)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))) return null;
        var missing = tools.Where(tool => Find(tool) is null).ToArray();
        return missing.Length == 0 ? null : $"needs {string.Join(", ", missing)}, which is not installed here";
    }

    /// <summary>The full path of a program on <c>PATH</c>, or null.</summary>
    public static string? Find(string tool)
    {
        var names = OperatingSystem.IsWindows() ? new[] { tool + ".exe", tool + ".cmd" } : [tool];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
