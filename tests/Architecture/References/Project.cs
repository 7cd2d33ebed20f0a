using System.Xml.Linq;

namespace ServerlessSip.Architecture.References;

/// <summary>What one project file says of its references.</summary>
internal sealed record Project(string Path, string Name, string[] Projects, string[] Packages, bool IsPure)
{
    public static IReadOnlyList<Project> All { get; } =
        [.. Repository.Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)).Select(Load)];

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    private static Project Load(string path)
    {
        var xml = XDocument.Parse(Repository.Read(path));
        return new Project(
            path,
            NameOf(path),
            [.. Includes(xml, "ProjectReference").Select(NameOf).Order(StringComparer.Ordinal)],
            [.. Includes(xml, "PackageReference").Order(StringComparer.Ordinal)],
            xml.Descendants("IsPure").Any(e => e.Value == "true"));
    }

    private static IEnumerable<string> Includes(XDocument xml, string element) =>
        xml.Descendants(element).Select(e => e.Attribute("Include")!.Value);

    private static string NameOf(string path) => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));

    /// <summary>The packages of this project and of all it refers to.</summary>
    public IEnumerable<string> Closure() =>
        Packages.Concat(Projects.SelectMany(name => All.Single(p => p.Name == name).Closure()));
}
