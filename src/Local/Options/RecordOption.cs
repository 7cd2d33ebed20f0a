using ServerlessSip.Local.Users;

namespace ServerlessSip.Local.Options;

/// <summary><c>Calls:Record</c>: the folder that calls are recorded into; off when it is not given.</summary>
internal static class RecordOption
{
    public const string Key = "Calls:Record";

    public static string? Read(OptionReader reader, string contentRoot)
    {
        var given = reader.Configuration[Key]?.Trim();
        if (given is null) return null;
        if (given.Length > 0 && !given.Contains('\0', StringComparison.Ordinal)
            && TryUse(Path.GetFullPath(given, contentRoot)))
            return Path.GetFullPath(given, contentRoot);
        reader.Refuse(new OptionError(Key, given, "a folder that exists or can be made, and can be written"));
        return null;
    }

    private static bool TryUse(string folder)
    {
        try
        {
            PrivateFile.MakeFolder(folder);
            var probe = Path.Combine(folder, $".{Environment.ProcessId}");
            PrivateFile.Append(probe, []);
            File.Delete(probe);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
