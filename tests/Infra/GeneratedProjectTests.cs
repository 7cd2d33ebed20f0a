using System.Xml.Linq;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra;

/// <summary>
/// The Functions SDK generates a project below obj, with versions of its own and no lock file: our rules must not
/// reach it, or the function app cannot be published.
/// </summary>
public class GeneratedProjectTests
{
    [Theory]
    [InlineData("Directory.Packages.props", "ManagePackageVersionsCentrally")]
    [InlineData("Directory.Build.props", "RestorePackagesWithLockFile")]
    [InlineData("Directory.Build.props", "RestoreLockedMode")]
    [InlineData("Directory.Build.props", "TreatWarningsAsErrors")]
    public void Rules_for_our_projects_do_not_reach_it(string file, string rule)
    {
        var set = XDocument.Parse(Clone.Read(file)).Descendants(rule).ToArray();
        Assert.NotEmpty(set);
        Assert.All(set, s => Assert.Equal(
            "'$(MSBuildProjectName)' != 'WorkerExtensions'", s.Parent!.Attribute("Condition")?.Value));
    }
}
