using System.Reflection;

namespace ServerlessSip.Samples;

/// <summary>The files of this checkout.</summary>
internal static class Repository
{
    private static readonly string s_root = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "Repository").Value!;

    public static string Read(string path) => File.ReadAllText(Path.Combine(s_root, path));
}
