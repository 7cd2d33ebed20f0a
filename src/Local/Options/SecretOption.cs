using System.Text;

namespace ServerlessSip.Local.Options;

/// <summary><c>Sip:Secret</c>, <c>Sip:SecretFile</c> and <c>Sip:SecretPrevious</c>.</summary>
internal static class SecretOption
{
    /// <summary>Bytes: below 128 bits a key can be searched for.</summary>
    public const int MinLength = 16;

    private const long MaxFileBytes = 4096;
    private static readonly string s_expected = $"at least {MinLength} characters";

    /// <summary>Null when none is given: then it is generated.</summary>
    public static byte[]? Read(OptionReader reader, string contentRoot)
    {
        var file = reader.Configuration["Sip:SecretFile"];
        if (file is null) return ReadText(reader, "Sip:Secret");
        if (reader.Configuration["Sip:Secret"] is null) return ReadFile(reader, file, contentRoot);
        reader.Refuse(new OptionError("Sip:SecretFile", file, "only one of Sip:Secret and Sip:SecretFile"));
        return null;
    }

    public static byte[]? ReadPrevious(OptionReader reader) => ReadText(reader, "Sip:SecretPrevious");

    private static byte[]? ReadText(OptionReader reader, string key)
    {
        if (reader.Configuration[key] is not { } text) return null;
        var bytes = Encoding.UTF8.GetBytes(text.Trim());
        if (bytes.Length >= MinLength) return bytes;
        reader.Refuse(new OptionError(key, text, s_expected) { IsSecret = true });
        return null;
    }

    private static byte[]? ReadFile(OptionReader reader, string file, string contentRoot)
    {
        var bytes = TryReadFile(Path.Combine(contentRoot, file));
        if (bytes is { Length: >= MinLength }) return bytes;
        var expected = bytes is null ? "a file that can be read, of at most 4096 bytes" : $"a file with {s_expected}";
        reader.Refuse(new OptionError("Sip:SecretFile", file, expected));
        return null;
    }

    private static byte[]? TryReadFile(string path)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: <= MaxFileBytes }) return null;
            return Encoding.UTF8.GetBytes(File.ReadAllText(path).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
