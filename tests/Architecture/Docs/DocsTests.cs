using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ServerlessSip.Architecture.Docs;

public partial class DocsTests
{
    [Fact]
    public void The_pages_are_there() =>
        Findings.None(
            "the README, CONTRIBUTING and the pages of docs exist",
            new[] { "README.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md", "docs/CONFIGURATION.md", "docs/TESTING.md" }
                .Where(p => !Repository.Exists(p)));

    [Fact]
    public void Links_resolve() =>
        Findings.None("a relative link names a file and a heading", Page.All.SelectMany(Broken));

    [Fact]
    public void Named_paths_exist() =>
        Findings.None(
            "a path in a page exists, in commands as in prose",
            Page.All.SelectMany(p => p.Paths.Where(x => !Repository.Exists(x)).Select(x => $"{p.Path}: {x}")));

    [Fact]
    public void Every_page_is_reached_from_the_readme()
    {
        var linked = Page.All.Single(p => p.Path == "README.md").Links.Select(l => l.File).ToHashSet();
        Findings.None(
            "README.md links every page of docs",
            Page.All.Select(p => p.Path).Where(p => Repository.IsUnder(p, "docs") && !linked.Contains(p)));
    }

    [Fact]
    public void What_is_said_to_be_done_names_a_test_that_exists()
    {
        var tests = Repository.SourcesUnder("tests")
            .SelectMany(f => f.All<MethodDeclarationSyntax>())
            .Where(m => m.AttributeLists.Count > 0)
            .Select(m => m.Identifier.Text).ToHashSet();
        var page = Page.All.Single(p => p.Path == "docs/RFC.md");
        Assert.NotEmpty(page.Rows);
        Findings.None(
            "docs/RFC.md names a test that exists in each row that says done",
            page.Rows.SelectMany(r => Unshown(r, tests)));
    }

    [Theory]
    [InlineData("| §1 | done | `A_test_that_is` |", false)]
    [InlineData("| §1 | done | `A_test_that_is`, `A_test_that_was` |", true)]
    [InlineData("| §1 | done, in part | |", true)]
    [InlineData("| §1 | not done | |", false)]
    [InlineData("| §1 | passed through | `A_test_that_was` |", true)]
    public void A_row_without_its_test_is_found(string row, bool found) =>
        Assert.Equal(found, Unshown(Assert.Single(new Page("docs/P.md", row).Rows), ["A_test_that_is"]).Any());

    [Fact]
    public void A_broken_link_and_a_lost_path_are_found()
    {
        var page = new Page(
            "docs/P.md",
            "# A head\n[a](NONE.md) [b](../LICENSE) [c](#a-head) [d](#b)\n" +
            "`src/Nowhere/` `src/<Name>/` src/Sip/Sip.csproj");
        Assert.Equal(["docs/P.md: docs/NONE.md", "docs/P.md: #b"], Broken(page));
        Assert.Equal(["src/Nowhere"], page.Paths.Where(p => !Repository.Exists(p)));
    }

    private static IEnumerable<string> Unshown(string[] row, HashSet<string> tests)
    {
        var named = TestNames().Matches(row[^1]).Select(m => m.Value).ToArray();
        if (row[1].StartsWith("done", StringComparison.Ordinal) && named.Length == 0) yield return $"{row[0]}: no test";
        foreach (var lost in named.Where(n => !tests.Contains(n))) yield return $"{row[0]}: no test is called {lost}";
    }

    [GeneratedRegex(@"(?<=`)\w+_\w+(?=`)")]
    private static partial Regex TestNames();

    private static IEnumerable<string> Broken(Page page) =>
        from link in page.Links
        let found = link.File == page.Path ? page : Page.All.FirstOrDefault(p => p.Path == link.File)
        let problem = !Repository.Exists(link.File) && found is null ? link.File
            : link.Anchor.Length > 0 && found is not null && !found.Anchors.Contains(link.Anchor) ? "#" + link.Anchor
            : null
        where problem is not null
        select $"{page.Path}: {problem}";
}
