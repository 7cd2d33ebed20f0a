namespace ServerlessSip.Sip.Tests.Support;

/// <summary>The torture messages of RFC 4475 and RFC 5118, as octets.</summary>
internal static class Corpus
{
    private static readonly string s_root = Path.Combine(AppContext.BaseDirectory, "Corpus");

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(s_root, name));

    /// <summary>Every message as folder/file.</summary>
    public static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(s_root, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".dat" or "")
            .Select(path => Path.GetRelativePath(s_root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>A manifest's rows by its column names.</summary>
    public static IEnumerable<Dictionary<string, string>> Manifest(string folder)
    {
        var lines = File.ReadAllLines(Path.Combine(s_root, folder, "MANIFEST.tsv"));
        var columns = lines[0].Split('\t');
        return lines.Skip(1).Select(line => columns.Zip(line.Split('\t')).ToDictionary(c => c.First, c => c.Second));
    }
}
