namespace ServerlessSip.Architecture.Docs;

public class DocsTests
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
    public void A_broken_link_and_a_lost_path_are_found()
    {
        var page = new Page(
            "docs/P.md",
            "# A head\n[a](NONE.md) [b](../LICENSE) [c](#a-head) [d](#b)\n" +
            "`src/Nowhere/` `src/<Name>/` src/Sip/Sip.csproj");
        Assert.Equal(["docs/P.md: docs/NONE.md", "docs/P.md: #b"], Broken(page));
        Assert.Equal(["src/Nowhere"], page.Paths.Where(p => !Repository.Exists(p)));
    }

    private static IEnumerable<string> Broken(Page page) =>
        from link in page.Links
        let found = link.File == page.Path ? page : Page.All.FirstOrDefault(p => p.Path == link.File)
        let problem = !Repository.Exists(link.File) && found is null ? link.File
            : link.Anchor.Length > 0 && found is not null && !found.Anchors.Contains(link.Anchor) ? "#" + link.Anchor
            : null
        where problem is not null
        select $"{page.Path}: {problem}";
}
