namespace ServerlessSip.Local.Options;

/// <summary>
/// <c>Local:Directory</c>: given, or <c>.local</c> of the clone that the program was built from, or of the current
/// folder.
/// </summary>
internal static class DirectoryOption
{
    private const string Key = "Local:Directory";
    private const string CloneMark = "serverless-sip.sln";
    private const string Name = ".local";

    public static string Read(OptionReader reader, string contentRoot)
    {
        var given = reader.Configuration[Key]?.Trim();
        if (given is null) return Default(AppContext.BaseDirectory, contentRoot);
        if (given.Length == 0 || given.Contains('\0', StringComparison.Ordinal))
            reader.Refuse(new OptionError(Key, given, "a folder that exists or can be made"));
        else if (File.Exists(Path.Combine(contentRoot, given)))
            reader.Refuse(new OptionError(Key, given, "a folder, and this is a file"));
        else
            return Path.GetFullPath(given, contentRoot);
        return contentRoot;
    }

    public static string Default(string programFolder, string contentRoot) =>
        Path.Combine(CloneAbove(programFolder) ?? CloneAbove(contentRoot) ?? contentRoot, Name);

    private static string? CloneAbove(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, CloneMark))) return at.FullName;
        return null;
    }
}
