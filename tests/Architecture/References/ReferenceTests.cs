using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ServerlessSip.Architecture.References;

public class ReferenceTests
{
    [Fact]
    public void Arrows_between_projects_are_on_the_list() =>
        Findings.None(
            "a project refers only to what References/Allowed.cs lets it know",
            Project.All.SelectMany(p => Allowed.Projects.TryGetValue(p.Name, out var allowed)
                ? p.Projects.Except(allowed).Select(r => $"{p.Path}: refers to {r}")
                : [$"{p.Path}: the project is not on the list"]));

    [Fact]
    public void Only_hosts_know_adapters_and_only_tests_know_hosts() =>
        Findings.None(
            "only hosts know adapters, only tests know hosts",
            Project.All.Where(p => !p.IsTest).SelectMany(p =>
                p.Projects.Where(r => Allowed.Hosts.Contains(r) ||
                        (Allowed.Adapters.Contains(r) && !Allowed.Hosts.Contains(p.Name)))
                    .Select(r => $"{p.Path}: refers to {r}")));

    [Fact]
    public void Packages_of_projects_are_on_the_list() =>
        Findings.None(
            "a project names only the packages that References/Allowed.cs lets it have",
            Project.All.SelectMany(p => p.Packages
                .Except(Allowed.Packages.GetValueOrDefault(p.Name, []))
                .Select(r => $"{p.Path}: has package {r}")));

    [Fact]
    public void Sip_and_Ports_know_nothing() =>
        Findings.None(
            "src/Sip and src/Ports refer to no project and no package",
            Project.All.Where(p => p.Name is "Sip" or "Ports")
                .SelectMany(p => p.Projects.Concat(p.Packages).Select(r => $"{p.Path}: {r}")));

    [Fact]
    public void Every_package_has_its_reason_in_the_architecture_page()
    {
        var page = Repository.Read("docs/ARCHITECTURE.md");
        Findings.None(
            "docs/ARCHITECTURE.md has a row `| package | reason |` for each package",
            CentralPackages().Concat(NpmPackages())
                .Where(p => !Regex.IsMatch(page, $@"(?m)^\| `{Regex.Escape(p)}` \|[^|\n]*\w{{3}}[^|\n]*\|"))
                .Select(p => $"no reason for {p}"));
    }

    [Fact]
    public void Every_central_version_is_used() =>
        Findings.None(
            "Directory.Packages.props names only packages that some project has",
            CentralPackages().Except(Project.All.SelectMany(p => p.Packages))
                .Except(ReferencesIn("Directory.Build.props")).Select(p => $"{p} is used by no project"));

    private static IEnumerable<string> ReferencesIn(string path) =>
        XDocument.Parse(Repository.Read(path))
            .Descendants("PackageReference").Select(e => e.Attribute("Include")!.Value);

    private static IEnumerable<string> CentralPackages() =>
        XDocument.Parse(Repository.Read("Directory.Packages.props"))
            .Descendants("PackageVersion").Select(e => e.Attribute("Include")!.Value);

    private static IEnumerable<string> NpmPackages() =>
        Repository.Files.Where(f => Path.GetFileName(f) == "package.json").SelectMany(f =>
        {
            using var json = JsonDocument.Parse(Repository.Read(f));
            return (string[])[.. Names(json, "dependencies"), .. Names(json, "devDependencies")];
        }).Distinct();

    private static IEnumerable<string> Names(JsonDocument json, string section) =>
        json.RootElement.TryGetProperty(section, out var found) ? found.EnumerateObject().Select(p => p.Name) : [];
}
