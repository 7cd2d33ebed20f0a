using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServerlessSip.Architecture.References;

public class SolutionTests
{
    [Fact]
    public void The_solution_holds_every_project() =>
        Assert.Equal(Project.All.Select(p => p.Path).Order(StringComparer.Ordinal), InSolution());

    [Fact]
    public void The_embedded_filter_holds_what_needs_no_Azure_package_but_Azure_Core_and_Azure_Identity() =>
        Assert.Equal(
            Project.All.Where(p => !p.Closure().Any(NeedsAzure)).Select(p => p.Path).Order(StringComparer.Ordinal),
            InFilter());

    private static bool NeedsAzure(string package) =>
        package is not ("Azure.Core" or "Azure.Identity") &&
        (package == "SIPSorcery" || package.StartsWith("Azure.", StringComparison.Ordinal) ||
            package.StartsWith("Microsoft.Azure.", StringComparison.Ordinal));

    private static IEnumerable<string> InSolution() =>
        Regex.Matches(Repository.Read("serverless-sip.sln"), "\"([^\"]+\\.csproj)\"")
            .Select(m => m.Groups[1].Value.Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static string[] InFilter()
    {
        using var json = JsonDocument.Parse(Repository.Read("embedded.slnf"));
        return [.. json.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
            .Select(p => p.GetString()!).Order(StringComparer.Ordinal)];
    }
}
