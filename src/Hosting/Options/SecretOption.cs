using System.Text;

namespace ServerlessSip.Hosting.Options;

/// <summary><c>Sip:Secret</c> and <c>Sip:SecretPrevious</c>, as a value or a file (<c>Sip:SecretFile</c>).</summary>
internal static class SecretOption
{
    /// <summary>Bytes: below 128 bits a key can be searched for.</summary>
    public const int MinLength = 16;

    private const long MaxFileBytes = 4096;
    private static readonly string s_expected = $"at least {MinLength} characters";

    /// <summary>Null when none is given: then it is generated.</summary>
    public static byte[]? Read(OptionReader reader, string contentRoot) =>
        ReadEither(reader, "Sip:Secret", contentRoot);

    /// <summary>Null when none is given; an empty file is none too: so a rotation ends by emptying it.</summary>
    public static byte[]? ReadPrevious(OptionReader reader, string contentRoot) =>
        reader.Configuration["Sip:SecretPreviousFile"] is { } file && IsEmptyFile(Path.Combine(contentRoot, file))
            ? null
            : ReadEither(reader, "Sip:SecretPrevious", contentRoot);

    private static byte[]? ReadEither(OptionReader reader, string key, string contentRoot)
    {
        var fileKey = key + "File";
        var file = reader.Configuration[fileKey];
        if (file is null) return ReadText(reader, key);
        if (reader.Configuration[key] is null) return ReadFile(reader, fileKey, file, contentRoot);
        reader.Refuse(new OptionError(fileKey, file, $"only one of {key} and {fileKey}"));
        return null;
    }

    private static byte[]? ReadText(OptionReader reader, string key)
    {
        if (reader.Configuration[key] is not { } text) return null;
        var bytes = Encoding.UTF8.GetBytes(text.Trim());
        if (bytes.Length >= MinLength) return bytes;
        reader.Refuse(new OptionError(key, text, s_expected) { IsSecret = true });
        return null;
    }

    private static bool IsEmptyFile(string path) => TryReadFile(path) is { Length: 0 };

    private static byte[]? ReadFile(OptionReader reader, string key, string file, string contentRoot)
    {
        var bytes = TryReadFile(Path.Combine(contentRoot, file));
        if (bytes is { Length: >= MinLength }) return bytes;
        var expected = bytes is null ? "a file that can be read, of at most 4096 bytes" : $"a file with {s_expected}";
        reader.Refuse(new OptionError(key, file, expected));
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
